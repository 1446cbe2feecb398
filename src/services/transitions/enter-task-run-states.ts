import type { EntityManager } from '@mikro-orm/core';
import { enterStates, type Proposed } from './enter-states.ts';
import { keepLatestResults } from './keep-latest-results.ts';
import { releaseTagSlots } from './release-tag-slots.ts';
import { taskRuns } from './run-kind.ts';
import type { TaskRunTransition } from './transition.ts';

/** Lets task runs enter states; those that run no more make room for others of their tags. */
export async function enterTaskRunStates(
  em: EntityManager,
  proposed: readonly Proposed[],
): Promise<TaskRunTransition[]> {
  const steps = await enterStates(em, taskRuns, proposed);
  await releaseTagSlots(em, steps);
  await keepLatestResults(em, steps);
  return steps.map(({ transition }) => transition);
}
