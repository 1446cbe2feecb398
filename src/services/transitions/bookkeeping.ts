import { type FlowRun, type Run, type RunState, type StateType, terminalStateTypes } from '../../domain/index.ts';
import type { Initial } from './initial.ts';

/** Notes on a run that it enters a state: what it is, when it started and ended, how long it ran. */
export function keepBooks(run: Run, initial: Initial | null, state: RunState): void {
  run.stateType = state.type;
  run.stateName = state.name;
  run.stateTimestamp = state.timestamp;
  keepTimes(run, initial, state);
  if (initial?.type === 'RUNNING') {
    run.totalRunTime = run.totalRunTime.add(state.timestamp.since(initial.timestamp, { largestUnit: 'hours' }));
  }
  keepSchedule(run, initial, state);
}

/** Counts another attempt of a flow run, unless it goes on after a pause, and ends the pause. */
export function countFlowRun(run: FlowRun, { type }: RunState): void {
  const policy = run.empiricalPolicy;
  if (type === 'RUNNING' && !policy.resuming) {
    run.runCount += 1;
  }
  if (policy.resuming && (type === 'RUNNING' || isTerminal(type))) {
    policy.resuming = false;
  }
}

/** Counts another attempt of a task run. */
export function countTaskRun(run: Run, { type }: RunState): void {
  if (type === 'RUNNING') {
    run.runCount += 1;
  }
}

function keepTimes(run: Run, initial: Initial | null, { type, timestamp }: RunState): void {
  if (type === 'RUNNING') {
    run.startTime ??= timestamp;
  }
  if (isTerminal(type)) {
    if (run.endTime === null) {
      // a run may end before it started
      run.startTime ??= timestamp;
      run.endTime = timestamp;
    }
  } else if (initial && isTerminal(initial.type)) {
    run.endTime = null;
  }
}

function keepSchedule(run: Run, initial: Initial | null, state: RunState): void {
  const { scheduled_time: scheduled } = state.stateDetails;
  const scheduledTime = state.type === 'SCHEDULED' && scheduled !== null ? Temporal.Instant.from(scheduled) : null;
  run.expectedStartTime ??= scheduledTime ?? state.timestamp;
  if (initial?.type === 'SCHEDULED' || scheduledTime) {
    run.nextScheduledStartTime = scheduledTime;
  }
}

function isTerminal(type: StateType): boolean {
  return terminalStateTypes.some((terminal) => terminal === type);
}
