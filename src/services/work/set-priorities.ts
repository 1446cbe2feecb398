import type { EntityManager } from '@mikro-orm/core';
import { WorkPool, WorkQueue } from '../../domain/index.ts';
import { lockedRow } from '../update-row.ts';
import { pushedPriorities } from './pushed-priorities.ts';

/** Nobody else changes the queues of the pool until the transaction is over, if all ask first. */
export async function lockPool(em: EntityManager, workPoolId: string): Promise<WorkPool | null> {
  return lockedRow(em, WorkPool, { id: workPoolId });
}

/**
 * Gives queues of a pool other priorities, and makes those of all its queues unique. The pool is locked.
 *
 * @param wanted distinct, by id; who is no queue of the pool is passed over
 */
export async function setPriorities(
  em: EntityManager,
  workPoolId: string,
  wanted: ReadonlyMap<string, number>,
): Promise<void> {
  await em.flush();
  const queues = await em.find(
    WorkQueue,
    { workPool: workPoolId },
    { orderBy: { priority: 'asc', id: 'asc' }, populate: [], refresh: true },
  );
  const priorities = pushedPriorities(queues, wanted);
  queues.forEach((queue) => em.assign(queue, { priority: priorities.get(queue.id)! }));
  await em.flush();
}
