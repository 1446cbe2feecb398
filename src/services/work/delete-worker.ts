import type { EntityManager } from '@mikro-orm/core';
import { Worker } from '../../domain/index.ts';
import { id as validId } from '../../queries/arguments.ts';
import { checked, text } from '../input.ts';
import { inTransaction } from '../transaction.ts';

/**
 * Deletes a worker of a pool. One that lives comes back with its next heartbeat.
 *
 * @returns whether there was one
 * @throws {@link InvalidArgumentError} for an id or a name that is none
 */
export async function deleteWorker(em: EntityManager, workPoolId: string, name: string): Promise<boolean> {
  const where = { workPool: validId('workPoolId', workPoolId), name: checked('name', text, name) };
  return inTransaction(em, async (tx) => (await tx.nativeDelete(Worker, where)) > 0);
}
