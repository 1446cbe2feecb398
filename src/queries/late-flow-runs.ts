import type { EntityManager, Loaded } from '@mikro-orm/core';
import { FlowRun } from '../domain/index.ts';

const fields = ['name', 'stateType', 'stateName', 'startTime', 'expectedStartTime', 'flow.name'] as const;

/** A flow run that has not started, with what names it and when it was to start. */
export type LateFlowRun = Loaded<FlowRun, 'flow', (typeof fields)[number]>;

/**
 * The scheduled flow runs that were to start before a moment and have not, most late first, with their flows.
 *
 * @returns `limit` of them, and how many there are
 */
export async function lateFlowRuns(
  em: EntityManager,
  moment: Temporal.Instant,
  limit: number,
): Promise<[LateFlowRun[], number]> {
  return em.findAndCount(
    FlowRun,
    { stateType: 'SCHEDULED', startTime: null, expectedStartTime: { $lt: moment } },
    { orderBy: [{ expectedStartTime: 'asc' }, { id: 'asc' }], limit, fields, populate: ['flow'] },
  );
}
