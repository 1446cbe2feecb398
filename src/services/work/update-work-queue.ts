import type { EntityManager } from '@mikro-orm/core';
import type * as z from 'zod';
import { now, WorkQueue, type WorkQueueStatus } from '../../domain/index.ts';
import { id as validId } from '../../queries/arguments.ts';
import { checked, type Given, inputOf } from '../input.ts';
import { inTransaction } from '../transaction.ts';
import { lockedRow } from '../update-row.ts';
import { poolOfQueue } from './pool-of-queue.ts';
import { lockPool, setPriorities } from './set-priorities.ts';
import { workQueueFields } from './work-queue-fields.ts';

const workQueueChanges = inputOf(workQueueFields).partial();

/** What of a work queue may change. */
export type WorkQueueChanges = z.input<typeof workQueueChanges>;

const pollingSeconds = 60;

/**
 * Changes a work queue. One that is paused is PAUSED; one that is let go on is READY where it was polled in the last minute, else
 * NOT_READY. A priority that is taken is taken from its queue, which is pushed on.
 *
 * @returns null where there is none
 * @throws {@link InvalidArgumentError} for an input that makes no sense; nothing is written
 * @throws UniqueConstraintViolationException where another one of the pool has the name
 */
export async function updateWorkQueue(
  em: EntityManager,
  id: string,
  changes: WorkQueueChanges,
): Promise<WorkQueue | null> {
  const queueId = validId('id', id);
  const { priority, ...values } = checked('changes', workQueueChanges, changes);
  return inTransaction(em, async (tx) => {
    const poolId = await poolOfQueue(tx, queueId);
    if (poolId === undefined) {
      return null;
    }
    await lockPool(tx, poolId);
    const queue = await lockedRow(tx, WorkQueue, { id: queueId });
    if (queue === null) {
      return null;
    }
    tx.assign(queue, { updated: now(), ...values, ...statusAfter(queue, values) });
    await tx.flush();
    if (priority !== undefined) {
      await setPriorities(tx, poolId, new Map([[queueId, priority]]));
    }
    return queue;
  });
}

/** The status that changes bring with them, if any. A queue that is PAUSED already stays so, and one that is not goes on as it was. */
function statusAfter(
  { status, lastPolled: polledBefore }: WorkQueue,
  { isPaused, lastPolled = polledBefore }: Given<WorkQueueChanges>,
): { status?: WorkQueueStatus } {
  const isWaiting = status === 'PAUSED';
  if (isPaused === undefined || isPaused === isWaiting) {
    return {};
  }
  if (isPaused) {
    return { status: 'PAUSED' };
  }
  return { status: isRecent(lastPolled) ? 'READY' : 'NOT_READY' };
}

function isRecent(moment: Temporal.Instant | null): boolean {
  return moment !== null && now().since(moment).total('seconds') <= pollingSeconds;
}
