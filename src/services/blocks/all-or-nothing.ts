import type { EntityManager } from '@mikro-orm/core';

/**
 * Runs work in a transaction, or behind a savepoint where the caller is in one: work that fails leaves nothing behind that the caller might commit.
 *
 * @param work is given an EntityManager of its own; what the caller has not written yet is written before, if the caller is in a transaction
 */
export async function allOrNothing<Result>(
  em: EntityManager,
  work: (em: EntityManager) => Promise<Result>,
): Promise<Result> {
  if (em.isInTransaction()) {
    await em.flush();
  }
  return em.fork({ keepTransactionContext: true }).transactional(work);
}
