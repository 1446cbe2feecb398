import type { EntityManager } from '@mikro-orm/core';
import { type FlowRun, type FlowRunState, newId } from '../../domain/index.ts';
import { enterStates, type Proposed, type Step } from './enter-states.ts';
import { enterTaskRunStates } from './enter-task-run-states.ts';
import { keepLatestResults } from './keep-latest-results.ts';
import { releaseDeploymentSlots } from './release-deployment-slots.ts';
import { flowRuns } from './run-kind.ts';
import type { FlowRunTransition } from './transition.ts';

/**
 * Lets flow runs enter states, and the task runs that stand for them in the flow runs that called them. What they hold no more goes back to
 * their deployments.
 */
export async function enterFlowRunStates(
  em: EntityManager,
  proposed: readonly Proposed[],
): Promise<FlowRunTransition[]> {
  const steps = await enterStates(em, flowRuns, proposed);
  const copies = steps.flatMap(copyForParent);
  if (copies.length > 0) {
    await enterTaskRunStates(em, copies);
  }
  await keepLatestResults(em, steps);
  await releaseDeploymentSlots(em, steps);
  return steps.map(({ transition }) => transition);
}

function copyForParent({ transition, hasEntered }: Step<FlowRun, FlowRunState>): Proposed[] {
  const { run, state, data } = transition;
  const { parentTaskRunId } = run;
  if (!hasEntered || parentTaskRunId === null) {
    return [];
  }
  const { type, name, message, stateDetails } = state;
  const details = { ...stateDetails, child_flow_run_id: run.id };
  return [{ runId: parentTaskRunId, proposal: { id: newId(), type, name, message, data, details, timestamp: null } }];
}
