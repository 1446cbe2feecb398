import type { EntityManager } from '@mikro-orm/core';
import { FlowRun, now, type StateType, stateTypes, TaskRun } from '../../domain/index.ts';
import { historiesOf } from '../../queries/histories-of.ts';
import { lateFlowRuns } from '../../queries/late-flow-runs.ts';
import { latestFlowRuns } from '../../queries/latest-flow-runs.ts';
import { runsByState } from '../../queries/runs-by-state.ts';
import { taskRunsPerFlowRun } from '../../queries/task-runs-per-flow-run.ts';
import { type LateRuns, lateRunOf } from './late-runs.ts';
import { type RunSummary, summaryOf } from './run-summary.ts';

/** What a person wants to see of a Prefect database at first. Plain values, ready to be printed or made JSON of. */
export interface Overview {
  /** The moment up to which what goes on is counted. */
  readonly moment: Temporal.Instant;
  readonly counts: readonly StateCount[];
  /** Newest first. */
  readonly latest: readonly RunSummary[];
  readonly late: LateRuns;
}

/** How many runs are in a type of state; null for those without a state. */
export interface StateCount {
  readonly type: StateType | null;
  readonly flowRuns: number;
  readonly taskRuns: number;
}

/**
 * Reads the overview, in a handful of queries however much there is; writes nothing.
 *
 * @param latest how many of the latest runs, and of those that are late
 * @param moment up to when to count
 */
export async function overviewOf(
  em: EntityManager,
  { latest: limit, moment = now() }: { latest: number; moment?: Temporal.Instant },
): Promise<Overview> {
  const flowRuns = await runsByState(em, FlowRun);
  const taskRuns = await runsByState(em, TaskRun);
  const latest = await latestFlowRuns(em, limit);
  const ids = latest.map(({ id }) => id);
  const histories = await historiesOf(em, ids);
  const tasks = await taskRunsPerFlowRun(em, ids);
  const [late, lateCount] = await lateFlowRuns(em, moment, limit);
  return {
    moment,
    counts: countsOf(flowRuns, taskRuns),
    latest: latest.map((run) => summaryOf(run, histories.get(run.id) ?? [], tasks.get(run.id) ?? 0, moment)),
    late: { count: lateCount, runs: late.map((run) => lateRunOf(run, moment)) },
  };
}

function countsOf(flowRuns: Map<StateType | null, number>, taskRuns: Map<StateType | null, number>): StateCount[] {
  const types = [...new Set([...flowRuns.keys(), ...taskRuns.keys()])].toSorted((a, b) => rank(a) - rank(b));
  return types.map((type) => ({ type, flowRuns: flowRuns.get(type) ?? 0, taskRuns: taskRuns.get(type) ?? 0 }));
}

/** In the order of a run's life; then what a newer server wrote, and last what has no state. */
function rank(type: StateType | null): number {
  const place = stateTypes.findIndex((known) => known === type);
  return place >= 0 ? place : stateTypes.length + Number(type === null);
}
