import type { EntityManager } from '@mikro-orm/core';
import type * as z from 'zod';
import { WorkPool, WorkQueue } from '../../domain/index.ts';
import { checked, inputOf, name, text, uuid } from '../input.ts';
import { inTransaction } from '../transaction.ts';
import { agentPoolType, workPoolFields } from './work-pool-fields.ts';

const newWorkPool = inputOf({
  id: uuid.optional(),
  /** Unique. */
  name: name.refine((value) => /[^ '"]/.test(value), { error: 'is empty.' }),
  /** The kind of infrastructure, such as `process` or `docker`. Without one the pool is for old agents. */
  type: text.default(agentPoolType),
  ...workPoolFields,
});

/** A work pool to be made. */
export type NewWorkPool = z.input<typeof newWorkPool>;

/**
 * Makes a work pool with its queue `default`, which runs go to when none is named.
 *
 * @throws {@link InvalidArgumentError} for an input that makes no sense; nothing is written
 * @throws UniqueConstraintViolationException where there is one of this name
 */
export async function createWorkPool(em: EntityManager, pool: NewWorkPool): Promise<WorkPool> {
  const values = checked('pool', newWorkPool, pool);
  const status = values.isPaused && values.type !== agentPoolType ? 'PAUSED' : 'NOT_READY';
  return inTransaction(em, async (tx) => {
    const row = new WorkPool({ ...values, status });
    const description = "The work pool's default queue.";
    const defaultQueue = new WorkQueue({ workPool: row, name: 'default', description, priority: 1 });
    tx.assign(row, { defaultQueue });
    await tx.persist([row, defaultQueue]).flush();
    return row;
  });
}
