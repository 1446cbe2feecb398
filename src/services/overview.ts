import type { EntityManager } from '@mikro-orm/core';
import { FlowRun, type StateType, stateTypes, TaskRun } from '../domain/index.ts';
import { type BriefState, historiesOf } from '../queries/histories-of.ts';
import { type BriefFlowRun, latestFlowRuns } from '../queries/latest-flow-runs.ts';
import { runsByState } from '../queries/runs-by-state.ts';
import { taskRunsPerFlowRun } from '../queries/task-runs-per-flow-run.ts';

/** What a person wants to see of a Prefect database at first. Plain values, ready to be printed or made JSON of. */
export interface Overview {
  readonly counts: readonly StateCount[];
  /** Newest first. */
  readonly latest: readonly RunSummary[];
}

/** How many runs are in a type of state; null for those without a state. */
export interface StateCount {
  readonly type: StateType | null;
  readonly flowRuns: number;
  readonly taskRuns: number;
}

export interface RunSummary {
  readonly id: string;
  readonly name: string;
  readonly flow: string;
  readonly type: StateType | null;
  /** The name of the current state, null when the run has none. */
  readonly state: string | null;
  readonly started: Temporal.Instant | null;
  readonly ended: Temporal.Instant | null;
  /** Time spent in RUNNING states that have ended. */
  readonly runTime: Temporal.Duration;
  readonly taskRuns: number;
  /** Oldest first. */
  readonly history: readonly HistoryEntry[];
}

export interface HistoryEntry {
  readonly type: StateType;
  readonly state: string;
  readonly entered: Temporal.Instant;
  /** Until the next entry; null for the last. */
  readonly lasted: Temporal.Duration | null;
}

/**
 * Reads the overview; writes nothing.
 *
 * @param latest how many of the latest runs
 */
export async function overviewOf(em: EntityManager, { latest }: { latest: number }): Promise<Overview> {
  const flowRuns = await runsByState(em, FlowRun);
  const taskRuns = await runsByState(em, TaskRun);
  const runs = await latestFlowRuns(em, latest);
  const ids = runs.map(({ id }) => id);
  const histories = await historiesOf(em, ids);
  const tasks = await taskRunsPerFlowRun(em, ids);
  return {
    counts: countsOf(flowRuns, taskRuns),
    latest: runs.map((run) => summaryOf(run, histories.get(run.id) ?? [], tasks.get(run.id) ?? 0)),
  };
}

function countsOf(flowRuns: Map<StateType | null, number>, taskRuns: Map<StateType | null, number>): StateCount[] {
  const types = [...new Set([...flowRuns.keys(), ...taskRuns.keys()])].toSorted((a, b) => rank(a) - rank(b));
  return types.map((type) => ({ type, flowRuns: flowRuns.get(type) ?? 0, taskRuns: taskRuns.get(type) ?? 0 }));
}

/** In the order of a run's life; what has no state comes last. */
function rank(type: StateType | null): number {
  return type === null ? stateTypes.length : stateTypes.indexOf(type);
}

function summaryOf(run: BriefFlowRun, states: readonly BriefState[], taskRuns: number): RunSummary {
  return {
    id: run.id,
    name: run.name,
    flow: run.flow.$.name,
    type: run.stateType,
    state: run.stateName,
    started: run.startTime,
    ended: run.endTime,
    runTime: run.totalRunTime,
    taskRuns,
    history: historyOf(states),
  };
}

function historyOf(states: readonly BriefState[]): HistoryEntry[] {
  return states.map(({ type, name, timestamp }, index) => ({
    type,
    state: name,
    entered: timestamp,
    lasted: states[index + 1]?.timestamp.since(timestamp) ?? null,
  }));
}
