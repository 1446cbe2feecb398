import type { EntityManager } from '@mikro-orm/core';
import { Deployment, type FlowRun, type FlowRunState, type StateType } from '../../domain/index.ts';
import { inChunks } from '../chunks.ts';
import { decrementActiveSlots } from '../concurrency/decrement-active-slots.ts';
import type { Step } from './enter-states.ts';

const holding: readonly (StateType | undefined)[] = ['PENDING', 'RUNNING', 'CANCELLING'];

/**
 * Gives back the slots of their deployments' limits that flow runs held and hold no more. A lease for a slot is known to the server alone that
 * gave it; the slot is given back as by a server that does not know it. The limits are locked in the order of their ids.
 */
export async function releaseDeploymentSlots(
  em: EntityManager,
  steps: readonly Step<FlowRun, FlowRunState>[],
): Promise<void> {
  const deploymentIds = steps
    .filter(({ initial, transition }) => holding.includes(initial?.type) && !holding.includes(transition.state.type))
    .flatMap(({ transition }) => transition.run.deploymentId ?? []);
  const limitIds = await limitsOf(em, deploymentIds);
  const released = Map.groupBy(
    deploymentIds.flatMap((id) => limitIds.get(id) ?? []),
    (limitId) => limitId,
  );
  for (const [limitId, slots] of [...released].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    await decrementActiveSlots(em, [limitId], slots.length);
  }
}

/** The ids of the limits of deployments, by the ids of those that have one. */
async function limitsOf(em: EntityManager, deploymentIds: readonly string[]): Promise<Map<string, string>> {
  const limits = new Map<string, string>();
  for (const ids of inChunks([...new Set(deploymentIds)])) {
    const deployments = await em.find(
      Deployment,
      { id: { $in: ids }, globalConcurrencyLimit: { $ne: null } },
      { fields: ['globalConcurrencyLimit'], populate: false, disableIdentityMap: true },
    );
    deployments.forEach(({ id, globalConcurrencyLimit }) => limits.set(id, globalConcurrencyLimit!.id));
  }
  return limits;
}
