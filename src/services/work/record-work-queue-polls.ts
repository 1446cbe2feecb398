import { type EntityData, type EntityManager, LockMode } from '@mikro-orm/core';
import { now, WorkQueue } from '../../domain/index.ts';
import { ids as validIds } from '../../queries/arguments.ts';
import { inChunks } from '../chunks.ts';
import { inTransaction } from '../transaction.ts';

/** Which queues were asked for runs. */
export interface WorkQueuePolls {
  /** The ids of all that were. */
  readonly polled?: readonly string[];
  /** The ids of those that are READY from now on. They count as polled. */
  readonly ready?: readonly string[];
}

/**
 * Notes that queues were asked for their runs just now. Ids without a queue are passed over.
 *
 * @throws {@link InvalidArgumentError} for an id that is none; nothing is written
 */
export async function recordWorkQueuePolls(
  em: EntityManager,
  { polled = [], ready = [] }: WorkQueuePolls,
): Promise<void> {
  const polledIds = validIds('polled', polled);
  const readyIds = validIds('ready', ready);
  const lastPolled = now();
  await inTransaction(em, async (tx) => {
    await lockQueues(tx, [...polledIds, ...readyIds]);
    await updateQueues(tx, polledIds, { lastPolled });
    await updateQueues(tx, readyIds, { lastPolled, status: 'READY' });
  });
}

/**
 * Notes that nobody asks queues for their runs any more: they are NOT_READY. Ids without a queue are passed over.
 *
 * @throws {@link InvalidArgumentError} for an id that is none; nothing is written
 */
export async function markWorkQueuesNotReady(em: EntityManager, ids: readonly string[]): Promise<void> {
  const queueIds = validIds('ids', ids);
  await inTransaction(em, async (tx) => {
    await lockQueues(tx, queueIds);
    await updateQueues(tx, queueIds, { status: 'NOT_READY' });
  });
}

/** In one order, so that two that change the same queues never wait for each other in a circle. */
async function lockQueues(em: EntityManager, ids: readonly string[]): Promise<void> {
  for (const some of inChunks([...new Set(ids)].toSorted())) {
    await em.find(
      WorkQueue,
      { id: { $in: some } },
      {
        fields: ['id'],
        populate: [],
        orderBy: { id: 'asc' },
        lockMode: LockMode.PESSIMISTIC_WRITE,
        disableIdentityMap: true,
      },
    );
  }
}

async function updateQueues(em: EntityManager, ids: readonly string[], changes: EntityData<WorkQueue>): Promise<void> {
  for (const some of inChunks(ids)) {
    await em.nativeUpdate(WorkQueue, { id: { $in: some } }, { updated: now(), ...changes });
  }
}
