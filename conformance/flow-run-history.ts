import { FlowRun, type JsonObject, TaskRun } from '../src/domain/index.ts';
import { flowRunsMatching, taskRunsMatching } from '../src/queries/filters/index.ts';
import { type HistoryInterval, runHistory } from '../src/queries/run-history.ts';
import type { Dialect } from '../test/support/databases/index.ts';
import { errorAs, failureOf } from './support/errors.ts';
import { apiFilters } from './support/filters.ts';
import type { Observation, Suite } from './support/suite.ts';
import { encodeValue, instantOf } from './support/values.ts';
import type { World } from './support/world.ts';

interface Input {
  readonly run_type: 'flow_run' | 'task_run';
  readonly history_start: string;
  readonly history_end: string;
  readonly interval_us: number;
  readonly filters: JsonObject;
}

/** How many runs there were in each interval, by their states. */
export const flowRunHistory: Suite = {
  file: 'flow_run_history',

  async run(vector, world): Promise<Observation> {
    const input = vector.input as unknown as Input;
    const { dialect } = world.database;
    const seen: { history: HistoryInterval[] | undefined } = { history: undefined };
    const error = await failureOf(async () => {
      seen.history = await historyOf(world, input);
    });
    return {
      fields: { error: errorAs(vector.expected['error'], error), ...(seen.history && describe(seen.history)) },
      rules: { unordered: /\.states$/, tolerance: tolerancesOf(seen.history ?? [], dialect) },
    };
  },
};

async function historyOf(world: World, input: Input): Promise<HistoryInterval[]> {
  const options = {
    start: instantOf(input.history_start),
    end: instantOf(input.history_end),
    interval: Temporal.Duration.from({ microseconds: input.interval_us }),
  };
  const em = world.em();
  const filters = apiFilters(input.filters);
  return input.run_type === 'flow_run'
    ? runHistory(em, FlowRun, { ...options, where: flowRunsMatching(em, filters) })
    : runHistory(em, TaskRun, { ...options, where: taskRunsMatching(em, filters) });
}

/** SQLite adds whole seconds: a run may be one apart. */
function tolerancesOf(history: readonly HistoryInterval[], dialect: Dialect): (path: string) => number | undefined {
  const runs = Math.max(0, ...history.flatMap(({ states }) => states.map(({ countRuns }) => countRuns)));
  return (path) => (dialect === 'sqlite' && path.endsWith('_us') ? runs * 1_000_000 : undefined);
}

function describe(history: readonly HistoryInterval[]): object {
  const ends = ({ start, end }: HistoryInterval) => encodeValue([start, end]);
  return {
    intervals: history.length,
    buckets: history.map(bucketOf).filter(({ states }) => states.length > 0),
    first_interval: history.slice(0, 1).map(ends)[0] ?? null,
    last_interval: history.slice(-1).map(ends)[0] ?? null,
  };
}

function bucketOf({ start, end, states }: HistoryInterval, index: number) {
  return {
    index,
    interval_start: encodeValue(start),
    interval_end: encodeValue(end),
    states: states.map((state) => ({
      state_type: state.stateType,
      state_name: state.stateName,
      count_runs: state.countRuns,
      sum_estimated_run_time_us: encodeValue(state.sumEstimatedRunTime),
      sum_estimated_lateness_us: encodeValue(state.sumEstimatedLateness),
    })),
  };
}
