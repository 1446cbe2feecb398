import type { Platform } from '@mikro-orm/core';
import { storageOf } from '../../../domain/index.ts';
import type { CopyDialect } from './dialect.ts';
import { postgresqlCopyDialect } from './postgresql.ts';
import { sqliteCopyDialect } from './sqlite.ts';

export type { CopyDialect, Statement } from './dialect.ts';

/** The part of copying that a database does in its own way. */
export function copyDialectOf(platform: Platform): CopyDialect {
  return storageOf(platform).nativeTimes ? postgresqlCopyDialect : sqliteCopyDialect;
}
