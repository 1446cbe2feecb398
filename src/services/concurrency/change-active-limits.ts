import { type EntityManager, LockMode } from '@mikro-orm/core';
import { ConcurrencyLimitV2 } from '../../domain/index.ts';
import { ids as validIds } from '../../queries/arguments.ts';
import { rowsChangedBy, sql, type Statement } from '../../queries/statement.ts';
import { inChunks } from '../chunks.ts';
import { inTransaction } from '../transaction.ts';
import { type ConcurrencyDialect, concurrencyDialectOf } from './dialects/index.ts';

/** What becomes of each limit: the assignments, and which limits they are for. */
export interface LimitChange {
  readonly set: Statement;
  readonly where?: Statement;
}

/**
 * Changes those of the limits that are active, past the unit of work. They are locked in the order of their ids.
 *
 * @returns whether every id that was given is one of a limit that was changed; of the others, those that could be changed stay so
 */
export async function changeActiveLimits(
  em: EntityManager,
  ids: readonly string[],
  changeOn: (dialect: ConcurrencyDialect) => LimitChange,
): Promise<boolean> {
  const limitIds = validIds('ids', ids);
  const dialect = concurrencyDialectOf(em.getPlatform());
  const { set, where = sql`true` } = changeOn(dialect);
  return inTransaction(em, async (tx) => {
    let changed = 0;
    for (const some of inChunks([...new Set(limitIds)].toSorted())) {
      await lock(tx, some);
      changed += await rowsChangedBy(
        tx,
        sql`update concurrency_limit_v2 set ${set}, updated = ${dialect.now} where id in (${some}) and active and ${where}`,
      );
    }
    return changed === limitIds.length;
  });
}

async function lock(em: EntityManager, ids: readonly string[]): Promise<void> {
  await em.find(
    ConcurrencyLimitV2,
    { id: { $in: [...ids] } },
    { fields: ['id'], orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE, disableIdentityMap: true },
  );
}
