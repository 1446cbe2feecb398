import type { EntityData, EntityManager } from '@mikro-orm/core';
import * as z from 'zod';
import { newId, now, WorkPool, type WorkPoolStatus, Worker, workPoolStatuses } from '../../domain/index.ts';
import { checked, type Given, inputOf } from '../input.ts';
import { inTransaction } from '../transaction.ts';
import { lockedRow } from '../update-row.ts';
import { agentPoolType, workPoolFields } from './work-pool-fields.ts';
import { type WorkPoolKey, whereWorkPool } from './work-pool-key.ts';

const workPoolChanges = inputOf({
  ...workPoolFields,
  /** Where it is not paused or let go on: that decides by itself. */
  status: z.enum(workPoolStatuses, { error: `is none of ${workPoolStatuses.join(', ')}.` }).optional(),
});

/** What of a work pool may change. */
export type WorkPoolChanges = z.input<typeof workPoolChanges>;

type CheckedChanges = Given<z.output<typeof workPoolChanges>>;

/**
 * Changes a work pool. One that is paused is PAUSED; one that is let go on is READY while a worker of it is ONLINE, else NOT_READY. A
 * status that is set gets a moment and the id of an event, which the caller may send; old agents' pools keep theirs.
 *
 * @returns null where there is none
 * @throws {@link InvalidArgumentError} for an input that makes no sense; nothing is written
 */
export async function updateWorkPool(
  em: EntityManager,
  key: WorkPoolKey,
  changes: WorkPoolChanges,
): Promise<WorkPool | null> {
  const where = whereWorkPool(key);
  const values = checked('changes', workPoolChanges, changes);
  return inTransaction(em, async (tx) => {
    const pool = await lockedRow(tx, WorkPool, where);
    if (pool !== null) {
      tx.assign(pool, { updated: now(), ...withStatus(values, await statusAfter(tx, pool, values)) });
      await tx.flush();
    }
    return pool;
  });
}

/** The status that changes bring with them, if any. */
async function statusAfter(
  em: EntityManager,
  pool: WorkPool,
  { isPaused, status }: CheckedChanges,
): Promise<WorkPoolStatus | undefined> {
  if (isPaused === undefined || pool.type === agentPoolType) {
    return status;
  }
  if (isPaused) {
    return 'PAUSED';
  }
  return (await em.count(Worker, { workPool: pool.id, status: 'ONLINE' })) > 0 ? 'READY' : 'NOT_READY';
}

function withStatus(values: CheckedChanges, status: WorkPoolStatus | undefined): EntityData<WorkPool> {
  return status === undefined
    ? values
    : { ...values, status, lastStatusEventId: newId(), lastTransitionedStatusAt: now() };
}
