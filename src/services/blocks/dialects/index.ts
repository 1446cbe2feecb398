import type { EntityManager, Platform } from '@mikro-orm/core';
import { storageOf } from '../../../domain/index.ts';
import { rowsOf, type Statement } from '../../../queries/statement.ts';
import type { BlockDialect } from './dialect.ts';
import { postgresqlBlocks } from './postgresql.ts';
import { sqliteBlocks } from './sqlite.ts';

/** How a database is locked for what is done with blocks. */
export function blockDialectOf(platform: Platform): BlockDialect {
  return storageOf(platform).nativeTimes ? postgresqlBlocks : sqliteBlocks;
}

/** Waits for each lock in turn. */
export async function take(em: EntityManager, locks: readonly Statement[]): Promise<void> {
  for (const lock of locks) {
    await rowsOf(em, lock);
  }
}
