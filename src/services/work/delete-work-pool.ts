import type { EntityManager } from '@mikro-orm/core';
import { WorkPool } from '../../domain/index.ts';
import { inTransaction } from '../transaction.ts';
import { type WorkPoolKey, whereWorkPool } from './work-pool-key.ts';

/**
 * Deletes a work pool with its queues and workers. Runs and deployments stay, without a queue.
 *
 * @returns whether there was one
 * @throws {@link InvalidArgumentError} for a key that is none
 * @throws ForeignKeyConstraintViolationException where an old agent uses a queue of it
 */
export async function deleteWorkPool(em: EntityManager, key: WorkPoolKey): Promise<boolean> {
  const where = whereWorkPool(key);
  return inTransaction(em, async (tx) => (await tx.nativeDelete(WorkPool, where)) > 0);
}
