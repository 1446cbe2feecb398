import type { EntityManager, Loaded } from '@mikro-orm/core';
import { FlowRun } from '../domain/index.ts';

const fields = [
  'name',
  'stateType',
  'stateName',
  'stateTimestamp',
  'expectedStartTime',
  'startTime',
  'endTime',
  'totalRunTime',
  'flow.name',
] as const;

/** A flow run with what names it and its times; parameters and policies, which may be large, are left in the database. */
export type BriefFlowRun = Loaded<FlowRun, 'flow', (typeof fields)[number]>;

/** The flow runs that started last, newest first, with their flows. */
export async function latestFlowRuns(em: EntityManager, limit: number): Promise<BriefFlowRun[]> {
  return em.find(
    FlowRun,
    { startTime: { $ne: null } },
    { orderBy: [{ startTime: 'desc' }, { id: 'desc' }], limit, fields, populate: ['flow'] },
  );
}
