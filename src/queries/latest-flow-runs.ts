import type { EntityManager, Loaded } from '@mikro-orm/core';
import { FlowRun } from '../domain/index.ts';

/** The flow runs that started last, newest first, with their flows and their histories. */
export async function latestFlowRuns(em: EntityManager, limit: number): Promise<Loaded<FlowRun, 'flow' | 'states'>[]> {
  return em.find(
    FlowRun,
    { startTime: { $ne: null } },
    { orderBy: [{ startTime: 'desc' }, { id: 'desc' }], limit, populate: ['flow', 'states'] },
  );
}
