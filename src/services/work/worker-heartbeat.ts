import type { EntityManager } from '@mikro-orm/core';
import type * as z from 'zod';
import { now, WorkPool, Worker } from '../../domain/index.ts';
import { insertOnConflict } from '../../queries/insert-on-conflict.ts';
import { checked, count, inputOf, text, uuid } from '../input.ts';
import { rowValues } from '../row-values.ts';
import { inTransaction } from '../transaction.ts';
import { updateWorkPool } from './update-work-pool.ts';

const heartbeat = inputOf({
  workPoolId: uuid,
  /** Of the worker. */
  name: text,
  /** How often it says that it lives. What it said before stays where it says nothing. */
  heartbeatIntervalSeconds: count.nullish(),
});

/** A worker says that it lives. */
export type Heartbeat = z.input<typeof heartbeat>;

/**
 * Notes that a worker lives: it is ONLINE, and made where it is seen for the first time. As in the reference, `updated` stays.
 *
 * @throws {@link InvalidArgumentError} for a heartbeat that makes no sense; nothing is written
 * @throws ForeignKeyConstraintViolationException where there is no such pool
 */
export async function workerHeartbeat(em: EntityManager, beat: Heartbeat): Promise<Worker> {
  const { heartbeatIntervalSeconds: interval, ...worker } = checked('heartbeat', heartbeat, beat);
  const set = {
    lastHeartbeatTime: now(),
    status: 'ONLINE' as const,
    ...(interval != null && { heartbeatIntervalSeconds: interval }),
  };
  return inTransaction(em, async (tx) => {
    const row = rowValues(tx, Worker, { ...worker, ...set });
    await insertOnConflict(tx, Worker, row, ['work_pool_id', 'name'], { set });
    return tx.findOneOrFail(Worker, { workPool: worker.workPoolId, name: worker.name }, { refresh: true });
  });
}

/**
 * Notes that a worker lives as {@link workerHeartbeat} does, and with it that its pool is READY, if that was NOT_READY.
 *
 * @throws as {@link workerHeartbeat} does
 */
export async function recordWorkerHeartbeat(em: EntityManager, beat: Heartbeat): Promise<Worker> {
  return inTransaction(em, async (tx) => {
    const worker = await workerHeartbeat(tx, beat);
    const pool = { id: worker.workPoolId };
    if ((await tx.count(WorkPool, { ...pool, status: 'NOT_READY' })) > 0) {
      await updateWorkPool(tx, pool, { status: 'READY' });
    }
    return worker;
  });
}
