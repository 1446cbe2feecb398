import type { EntityManager, Loaded } from '@mikro-orm/core';
import { FlowRunState } from '../domain/index.ts';

const fields = ['type', 'name', 'timestamp', 'flowRun'] as const;

/** An entry of a history without its details and its result. */
export type BriefState = Loaded<FlowRunState, never, (typeof fields)[number]>;

/** The state histories of flow runs, oldest entry first, by the run's id. */
export async function historiesOf(em: EntityManager, flowRuns: string[]): Promise<Map<string, BriefState[]>> {
  const states = await em.find(
    FlowRunState,
    { flowRun: flowRuns },
    { orderBy: { timestamp: 'asc' }, fields, populate: [] },
  );
  return Map.groupBy(states, (state) => state.flowRun.id);
}
