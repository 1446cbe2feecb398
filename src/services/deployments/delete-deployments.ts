import { type EntityManager, LockMode } from '@mikro-orm/core';
import { ConcurrencyLimitV2, Deployment } from '../../domain/index.ts';
import { ids as validIds } from '../../queries/arguments.ts';
import { inChunks } from '../chunks.ts';
import { inTransaction } from '../transaction.ts';
import { deleteScheduledRuns } from './delete-scheduled-runs.ts';

/**
 * Deletes a deployment as {@link deleteDeployments} does.
 *
 * @returns whether there was one
 */
export async function deleteDeployment(em: EntityManager, id: string): Promise<boolean> {
  const deleted = await deleteDeployments(em, [id]);
  return deleted.length > 0;
}

/**
 * Deletes deployments with their schedules, their limits and those of their runs that wait for their time. Other runs stay. A limit goes
 * also for others that share it, as in the reference.
 *
 * @returns the ids of those that there were
 * @throws {@link InvalidArgumentError} for an id that is none; nothing is written
 */
export async function deleteDeployments(em: EntityManager, ids: readonly string[]): Promise<string[]> {
  const deploymentIds = [...new Set(validIds('ids', ids))].toSorted();
  return inTransaction(em, async (tx) => {
    const deleted: string[] = [];
    for (const some of inChunks(deploymentIds)) {
      deleted.push(...(await deleteSome(tx, some)));
    }
    return deleted;
  });
}

async function deleteSome(em: EntityManager, ids: readonly string[]): Promise<string[]> {
  const where = { id: { $in: [...ids] } };
  // first and in one order, as every change of a deployment does
  const deployments = await em.find(Deployment, where, {
    fields: ['globalConcurrencyLimit'],
    populate: [],
    orderBy: { id: 'asc' },
    lockMode: LockMode.PESSIMISTIC_WRITE,
    disableIdentityMap: true,
  });
  await deleteScheduledRuns(em, ids);
  await em.nativeDelete(ConcurrencyLimitV2, {
    id: { $in: deployments.flatMap(({ globalConcurrencyLimit }) => globalConcurrencyLimit?.id ?? []) },
  });
  await em.nativeDelete(Deployment, where);
  return deployments.map(({ id }) => id);
}
