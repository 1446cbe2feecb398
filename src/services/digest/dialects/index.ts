import type { Platform } from '@mikro-orm/core';
import { storageOf } from '../../../domain/index.ts';
import type { DigestDialect } from './dialect.ts';
import { postgresqlDigestDialect } from './postgresql.ts';
import { sqliteDigestDialect } from './sqlite.ts';

export type { DigestDialect } from './dialect.ts';

/** The part of a digest that a database does in its own way. */
export function digestDialectOf(platform: Platform): DigestDialect {
  return storageOf(platform).nativeTimes ? postgresqlDigestDialect : sqliteDigestDialect;
}
