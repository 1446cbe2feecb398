import { type EntityManager, LockMode } from '@mikro-orm/core';
import { Deployment, FlowRun, type StateType } from '../../domain/index.ts';
import { ids as validIds } from '../../queries/arguments.ts';
import { inChunks } from '../chunks.ts';
import { decrementActiveSlots } from '../concurrency/index.ts';
import { inTransaction } from '../transaction.ts';

/** In these states a run holds a slot of its deployment. */
const holding: readonly StateType[] = ['PENDING', 'RUNNING', 'CANCELLING'];

/**
 * Deletes a flow run as {@link deleteFlowRuns} does.
 *
 * @returns whether there was one
 */
export async function deleteFlowRun(em: EntityManager, id: string): Promise<boolean> {
  const deleted = await deleteFlowRuns(em, [id]);
  return deleted.length > 0;
}

/**
 * Deletes flow runs with their task runs and all that belongs to them. Those that hold a slot of their deployment give it back.
 *
 * @returns the ids of those that there were
 * @throws {@link InvalidArgumentError} for an id that is none; nothing is written
 */
export async function deleteFlowRuns(em: EntityManager, ids: readonly string[]): Promise<string[]> {
  const flowRunIds = [...new Set(validIds('ids', ids))].toSorted();
  return inTransaction(em, async (tx) => {
    const deleted: string[] = [];
    for (const some of inChunks(flowRunIds)) {
      deleted.push(...(await deleteSome(tx, some)));
    }
    return deleted;
  });
}

async function deleteSome(em: EntityManager, ids: readonly string[]): Promise<string[]> {
  const where = { id: { $in: [...ids] } };
  // locked in one order, as by transitions: none of them takes or gives back the slot meanwhile
  const flowRuns = await em.find(FlowRun, where, {
    populate: ['_state'],
    orderBy: { id: 'asc' },
    lockMode: LockMode.PESSIMISTIC_WRITE,
    disableIdentityMap: true,
  });
  await releaseSlots(
    em,
    flowRuns.filter(({ state }) => state && holding.includes(state.type)),
  );
  await em.nativeDelete(FlowRun, where);
  return flowRuns.map(({ id }) => id);
}

async function releaseSlots(em: EntityManager, flowRuns: readonly FlowRun[]): Promise<void> {
  const deployments = await em.find(
    Deployment,
    { id: { $in: flowRuns.flatMap(({ deploymentId }) => deploymentId ?? []) }, globalConcurrencyLimit: { $ne: null } },
    { fields: ['globalConcurrencyLimit'], populate: [], disableIdentityMap: true },
  );
  const limits = new Map(deployments.map(({ id, globalConcurrencyLimit }) => [id, globalConcurrencyLimit?.id ?? '']));
  const held = Map.groupBy(
    flowRuns.filter(({ deploymentId }) => limits.has(deploymentId ?? '')),
    ({ deploymentId }) => limits.get(deploymentId ?? '')!,
  );
  for (const [limitId, runs] of [...held].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    await decrementActiveSlots(em, [limitId], runs.length);
  }
}
