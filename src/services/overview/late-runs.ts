import type { LateFlowRun } from '../../queries/late-flow-runs.ts';

/** The flow runs that should have started and have not. */
export interface LateRuns {
  /** How many there are. */
  readonly count: number;
  /** The first of them, most late first. */
  readonly runs: readonly LateRun[];
}

/** A scheduled flow run whose time has come and gone. */
export interface LateRun {
  readonly id: string;
  readonly name: string;
  readonly flow: string;
  /** The name of the current state, null when the run has none. */
  readonly state: string | null;
  readonly expected: Temporal.Instant;
  /** Up to the moment of the overview. */
  readonly lateness: Temporal.Duration;
}

export function lateRunOf(run: LateFlowRun, moment: Temporal.Instant): LateRun {
  return {
    id: run.id,
    name: run.name,
    flow: run.flow.$.name,
    state: run.stateName,
    // only runs that are expected can be late
    expected: run.expectedStartTime!,
    lateness: run.estimatedStartTimeDeltaAt(moment),
  };
}
