import type { Platform } from '@mikro-orm/core';
import { storageOf } from '../../../domain/index.ts';
import type { ConcurrencyDialect } from './dialect.ts';
import { postgresqlConcurrency } from './postgresql.ts';
import { sqliteConcurrency } from './sqlite.ts';

export type { ConcurrencyDialect } from './dialect.ts';

/** How a database reckons the slots of limits. */
export function concurrencyDialectOf(platform: Platform): ConcurrencyDialect {
  return storageOf(platform).nativeTimes ? postgresqlConcurrency : sqliteConcurrency;
}
