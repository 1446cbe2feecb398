import type { Platform } from '@mikro-orm/core';
import { storageOf } from '../../domain/index.ts';
import type { QueryDialect } from './dialect.ts';
import { postgresqlQueries } from './postgresql/index.ts';
import { sqliteQueries } from './sqlite/index.ts';

export type { PoolPoll, QueryDialect, QueuePoll } from './dialect.ts';

/** How a database is asked what the other is asked in other words. */
export function queryDialectOf(platform: Platform): QueryDialect {
  return storageOf(platform).nativeTimes ? postgresqlQueries : sqliteQueries;
}
