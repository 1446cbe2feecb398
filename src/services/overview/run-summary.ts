import { MissingStateTimestampError, type StateType, terminalStateTypes } from '../../domain/index.ts';
import type { BriefState } from '../../queries/histories-of.ts';
import type { BriefFlowRun } from '../../queries/latest-flow-runs.ts';

/** A flow run in brief: what it is, how it went, how long it took. */
export interface RunSummary {
  readonly id: string;
  readonly name: string;
  readonly flow: string;
  readonly type: StateType | null;
  /** The name of the current state, null when the run has none. */
  readonly state: string | null;
  readonly expected: Temporal.Instant | null;
  readonly started: Temporal.Instant | null;
  readonly ended: Temporal.Instant | null;
  /** Time spent in RUNNING states, the current one up to the moment of the overview; null when the run does not say since when it runs. */
  readonly runTime: Temporal.Duration | null;
  /** How much later than expected it started; never negative. */
  readonly lateness: Temporal.Duration;
  readonly taskRuns: number;
  /** Oldest first. */
  readonly history: readonly HistoryEntry[];
}

export interface HistoryEntry {
  readonly type: StateType;
  readonly state: string;
  readonly entered: Temporal.Instant;
  /** Until the next entry; of the last until the moment of the overview, or null where it ends the run. Negative for one that lies ahead. */
  readonly lasted: Temporal.Duration | null;
}

/** @param states the history, oldest first */
export function summaryOf(
  run: BriefFlowRun,
  states: readonly BriefState[],
  taskRuns: number,
  moment: Temporal.Instant,
): RunSummary {
  return {
    id: run.id,
    name: run.name,
    flow: run.flow.$.name,
    type: run.stateType,
    state: run.stateName,
    expected: run.expectedStartTime,
    started: run.startTime,
    ended: run.endTime,
    runTime: runTimeOf(run, moment),
    lateness: run.estimatedStartTimeDeltaAt(moment),
    taskRuns,
    history: historyOf(states, moment),
  };
}

function runTimeOf(run: BriefFlowRun, moment: Temporal.Instant): Temporal.Duration | null {
  try {
    return run.estimatedRunTimeAt(moment);
  } catch (error) {
    if (error instanceof MissingStateTimestampError) {
      return null;
    }
    throw error;
  }
}

function historyOf(states: readonly BriefState[], moment: Temporal.Instant): HistoryEntry[] {
  return states.map(({ type, name, timestamp }, index) => {
    const left = states[index + 1]?.timestamp ?? (endsRun(type) ? null : moment);
    return { type, state: name, entered: timestamp, lasted: left?.since(timestamp) ?? null };
  });
}

function endsRun(type: StateType): boolean {
  return terminalStateTypes.some((terminal) => terminal === type);
}
