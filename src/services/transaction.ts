import type { EntityManager } from '@mikro-orm/core';

/**
 * Runs the work of a service in one transaction, and writes what it changed.
 *
 * A caller that is in a transaction keeps it: the work joins in with the caller's unit of work, and stands or falls with the rest.
 * Otherwise the work gets a fork and a transaction of its own, so nothing that the caller has not written yet is written by the way.
 *
 * @param em the caller's EntityManager
 * @param work is given the EntityManager to use, and nothing else may be used
 * @returns what the work returns; entities in it belong to the EntityManager of the work
 */
export async function inTransaction<Result>(
  em: EntityManager,
  work: (em: EntityManager) => Promise<Result>,
): Promise<Result> {
  if (!em.isInTransaction()) {
    return em.fork().transactional(work);
  }
  // rows that are locked are read again, over what is not written yet
  await em.flush();
  const result = await work(em);
  await em.flush();
  return result;
}
