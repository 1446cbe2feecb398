import type { LateRun, Overview, RunSummary } from '../../services/overview/index.ts';
import type { ShownDatabase } from '../databases/shown.ts';

/** What `show --json` prints: the names are those of Prefect's columns, instants ISO 8601 in UTC, durations microseconds. */
export function jsonOf({ name }: ShownDatabase, { moment, counts, latest, late }: Overview): string {
  const document = {
    database: name,
    as_of: spelled(moment),
    runs_by_state: counts.map(({ type, flowRuns, taskRuns }) => ({
      state_type: type,
      flow_runs: flowRuns,
      task_runs: taskRuns,
    })),
    latest_flow_runs: latest.map(summaryJson),
    late_flow_run_count: late.count,
    late_flow_runs: late.runs.map(lateJson),
  };
  return `${JSON.stringify(document, null, 2).replaceAll(/[\u007f-\u009f]/g, escaped)}\n`;
}

function summaryJson(run: RunSummary): object {
  return {
    id: run.id,
    name: run.name,
    flow_name: run.flow,
    state_type: run.type,
    state_name: run.state,
    expected_start_time: run.expected && spelled(run.expected),
    start_time: run.started && spelled(run.started),
    end_time: run.ended && spelled(run.ended),
    estimated_run_time_us: run.runTime && microseconds(run.runTime),
    estimated_start_time_delta_us: microseconds(run.lateness),
    task_run_count: run.taskRuns,
    states: run.history.map(({ type, state, entered, lasted }) => ({
      type,
      name: state,
      timestamp: spelled(entered),
      duration_us: lasted && microseconds(lasted),
    })),
  };
}

function lateJson(run: LateRun): object {
  return {
    id: run.id,
    name: run.name,
    flow_name: run.flow,
    state_name: run.state,
    expected_start_time: spelled(run.expected),
    estimated_start_time_delta_us: microseconds(run.lateness),
  };
}

function spelled(instant: Temporal.Instant): string {
  return instant.toString({ fractionalSecondDigits: 6 });
}

function microseconds(duration: Temporal.Duration): number {
  return Math.trunc(duration.total({ unit: 'microseconds' }));
}

/** JSON lets the second set of control characters through, which could drive a terminal. */
function escaped(character: string): string {
  return `\\u00${character.charCodeAt(0).toString(16)}`;
}
