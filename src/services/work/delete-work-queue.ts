import type { EntityManager } from '@mikro-orm/core';
import { WorkQueue } from '../../domain/index.ts';
import { id as validId } from '../../queries/arguments.ts';
import { inTransaction } from '../transaction.ts';
import { DefaultQueueError } from './errors.ts';
import { poolOfQueue } from './pool-of-queue.ts';
import { lockPool, setPriorities } from './set-priorities.ts';

/**
 * Deletes a work queue. Runs and deployments stay, without a queue.
 *
 * @returns whether there was one
 * @throws {@link DefaultQueueError} for the queue that its pool sends runs to when none is named
 * @throws {@link InvalidArgumentError} for an id that is none
 * @throws ForeignKeyConstraintViolationException where an old agent uses it
 */
export async function deleteWorkQueue(em: EntityManager, id: string): Promise<boolean> {
  const queueId = validId('id', id);
  return inTransaction(em, async (tx) => {
    const poolId = await poolOfQueue(tx, queueId);
    if (poolId === undefined) {
      return false;
    }
    const pool = await lockPool(tx, poolId);
    if (pool?.defaultQueueId === queueId) {
      throw new DefaultQueueError(queueId, pool.name);
    }
    const deleted = await tx.nativeDelete(WorkQueue, { id: queueId });
    await setPriorities(tx, poolId, new Map());
    return deleted > 0;
  });
}
