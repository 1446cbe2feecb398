import type { EntityManager } from '@mikro-orm/core';
import { TaskRun } from '../domain/index.ts';

/** How many task runs each of the flow runs has, by the flow run's id; those without any are left out. */
export async function taskRunsPerFlowRun(em: EntityManager, flowRuns: string[]): Promise<Map<string, number>> {
  const counts = await em.countBy(TaskRun, 'flowRun', { where: { flowRun: flowRuns } });
  return new Map(Object.entries(counts));
}
