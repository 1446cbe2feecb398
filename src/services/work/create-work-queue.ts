import type { EntityManager } from '@mikro-orm/core';
import type * as z from 'zod';
import { newId, WorkQueue } from '../../domain/index.ts';
import { checked, type Given, inputOf, uuid } from '../input.ts';
import { rowValues } from '../row-values.ts';
import { inTransaction } from '../transaction.ts';
import { defaultAgentPool } from './default-agent-pool.ts';
import { lockPool, setPriorities } from './set-priorities.ts';
import { workQueueFields } from './work-queue-fields.ts';

const newWorkQueue = inputOf({
  id: uuid.optional(),
  /** Without one the queue is made in `default-agent-pool`, as for old agents. */
  workPoolId: uuid.nullish(),
  ...workQueueFields,
});

/** A work queue to be made. */
export type NewWorkQueue = z.input<typeof newWorkQueue>;

/**
 * Makes a queue of a work pool. Without a priority it gets the first that is free; one that is taken is taken from its queue, which is
 * pushed on.
 *
 * @throws {@link InvalidArgumentError} for an input that makes no sense; nothing is written
 * @throws UniqueConstraintViolationException where the pool has one of this name
 * @throws ForeignKeyConstraintViolationException where there is no such pool
 */
export async function createWorkQueue(em: EntityManager, queue: NewWorkQueue): Promise<WorkQueue> {
  const { workPoolId, ...values } = checked('queue', newWorkQueue, queue);
  return inTransaction(em, async (tx) => {
    if (workPoolId != null) {
      return insertQueue(tx, workPoolId, values);
    }
    const { pool, isNew } = await defaultAgentPool(tx);
    const isThere = isNew && values.name === 'default';
    return isThere ? tx.findOneOrFail(WorkQueue, pool.defaultQueueId!) : insertQueue(tx, pool.id, values);
  });
}

async function insertQueue(
  em: EntityManager,
  workPoolId: string,
  { id = newId(), priority, ...values }: Given<Omit<NewWorkQueue, 'workPoolId'>>,
): Promise<WorkQueue> {
  await lockPool(em, workPoolId);
  const place = priority ?? (await firstFreePriority(em, workPoolId));
  em.create(WorkQueue, rowValues(em, WorkQueue, { ...values, id, workPoolId, priority: place }));
  await setPriorities(em, workPoolId, new Map([[id, place]]));
  return em.findOneOrFail(WorkQueue, id);
}

async function firstFreePriority(em: EntityManager, workPoolId: string): Promise<number> {
  const queues = await em.find(
    WorkQueue,
    { workPool: workPoolId },
    { fields: ['priority'], populate: [], disableIdentityMap: true },
  );
  const taken = new Set(queues.map(({ priority }) => priority));
  let free = 1;
  while (taken.has(free)) {
    free += 1;
  }
  return free;
}
