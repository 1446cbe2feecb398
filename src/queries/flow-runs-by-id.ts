import type { EntityManager, FindOptions } from '@mikro-orm/core';
import { FlowRun } from '../domain/index.ts';

/** The flow runs of these ids that are there, by their ids. */
export async function flowRunsById(
  em: EntityManager,
  ids: readonly string[],
  options: Pick<FindOptions<FlowRun>, 'populate'> = {},
): Promise<ReadonlyMap<string, FlowRun>> {
  const flowRuns = ids.length === 0 ? [] : await em.find(FlowRun, { id: [...new Set(ids)] }, options);
  return new Map(flowRuns.map((flowRun) => [flowRun.id, flowRun]));
}
