import type { EntityManager } from '@mikro-orm/core';
import { type FlowRun, TaskRun } from '../domain/index.ts';

/** How many task runs each of the flow runs has, by the flow run's id; those without any are left out. */
export async function taskRunsPerFlowRun(em: EntityManager, runs: readonly FlowRun[]): Promise<Map<string, number>> {
  const counts = await em.countBy(TaskRun, 'flowRun', { where: { flowRun: runs.map(({ id }) => id) } });
  return new Map(Object.entries(counts));
}
