import type { EntityManager } from '@mikro-orm/core';
import { type FlowRun, type StateType, stateTypes, type TaskRun } from '../domain/index.ts';

/** How many runs are in each type of state; null counts those that never had one. Types without a run are left out. */
export async function runsByState(em: EntityManager, kind: typeof FlowRun | typeof TaskRun): Promise<Map<StateType | null, number>> {
  const counts = await em.countBy<FlowRun | TaskRun>(kind, 'stateType');
  // countBy spells the absent type as text
  const entries = Object.entries(counts).map(([type, count]) => [type === 'null' ? null : (type as StateType), count] as const);
  return new Map(entries.sort(([a], [b]) => rank(a) - rank(b)));
}

function rank(type: StateType | null): number {
  return type === null ? stateTypes.length : stateTypes.indexOf(type);
}
