import type { EntityManager } from '@mikro-orm/core';
import type { FlowRun, StateType, TaskRun } from '../domain/index.ts';

/** How many runs are in each type of state; null counts those that never had one. Types without a run are left out. */
export async function runsByState(
  em: EntityManager,
  kind: typeof FlowRun | typeof TaskRun,
): Promise<Map<StateType | null, number>> {
  const counts = await em.countBy<FlowRun | TaskRun>(kind, 'stateType');
  // countBy spells the absent type as text
  return new Map(Object.entries(counts).map(([type, count]) => [type === 'null' ? null : (type as StateType), count]));
}
