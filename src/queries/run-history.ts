import type { EntityClass, EntityManager, FilterQuery } from '@mikro-orm/core';
import type { FlowRun, StateType, TaskRun } from '../domain/index.ts';
import { fromMicroseconds } from '../domain/types/duration-text.ts';
import { latest } from '../domain/types/instant-text.ts';
import { microsecondsOf, storedInstant } from './arguments.ts';
import { queryDialectOf } from './dialects/index.ts';
import { IncompleteRunError, InvalidArgumentError } from './errors.ts';
import { rowsOfRuns } from './rows-of-runs.ts';
import { rowsOf, sql } from './statement.ts';
import { bucketIndexOf } from './timestamp-bucket-index.ts';

/** Of which time a history is told, and of which runs. */
export interface RunHistoryOptions<Run extends FlowRun | TaskRun> {
  readonly start: Temporal.Instant;
  /** Where the history ends at the earliest: the last interval is a whole one. */
  readonly end: Temporal.Instant;
  /** How long each interval is: 1 second at least, in weeks or less. */
  readonly interval: Temporal.Duration;
  /** Which runs; all if left out. */
  readonly where?: FilterQuery<Run> | undefined;
}

/** The runs that were expected to start in one interval. */
export interface HistoryInterval {
  readonly start: Temporal.Instant;
  /** Where the next one starts. */
  readonly end: Temporal.Instant;
  /** By type and name; empty where there are no runs. */
  readonly states: readonly HistoryState[];
}

/** The runs of an interval that are in one state now. */
export interface HistoryState {
  readonly stateType: StateType;
  readonly stateName: string;
  readonly countRuns: number;
  /** Of their run times up to now, without those below zero. */
  readonly sumEstimatedRunTime: Temporal.Duration;
  /** Of their delays up to now. */
  readonly sumEstimatedLateness: Temporal.Duration;
}

interface Row {
  readonly bucket_index: number;
  readonly state_type: StateType | null;
  readonly state_name: string | null;
  readonly count_runs: number | string;
  readonly run_time: number | bigint | string | null;
  readonly lateness: number | bigint | string | null;
}

const maxIntervals = 500n;

/**
 * How many runs were expected to start in each interval of a time, by the state they are in now: 500 intervals at most, none where the time is
 * empty.
 *
 * The databases differ in their exactness. PostgreSQL adds microseconds; SQLite whole seconds, to which each value is cut. A run time
 * that is not known, of a run that is RUNNING since no time, counts as none on PostgreSQL; SQLite leaves it out, and where a state has no other, the
 * history is refused. A time right at the boundary of an interval may lie in its neighbour: see {@link timestampBucketIndex}.
 *
 * @throws {@link InvalidArgumentError} for a time or an interval that makes no sense; nothing was sent
 * @throws {@link IncompleteRunError} where a run has no state, or one without a name
 */
export async function runHistory<Run extends FlowRun | TaskRun>(
  em: EntityManager,
  kind: EntityClass<Run>,
  options: RunHistoryOptions<Run>,
): Promise<HistoryInterval[]> {
  const starts = boundariesOf(em, options);
  if (starts.length < 2) {
    return [];
  }
  const rows = await countsOf(em, kind, options, starts.at(-1) as Temporal.Instant);
  const byInterval = Map.groupBy(rows, (row) => row.bucket_index);
  return starts.slice(0, -1).map((start, index) => ({
    start,
    end: starts[index + 1] as Temporal.Instant,
    states: (byInterval.get(index) ?? []).map(stateOf),
  }));
}

/** Where the intervals start, and where the last one ends. */
function boundariesOf<Run extends FlowRun | TaskRun>(
  em: EntityManager,
  { start, end, interval }: RunHistoryOptions<Run>,
): Temporal.Instant[] {
  storedInstant('start', start, em.getPlatform());
  storedInstant('end', end, em.getPlatform());
  const length = microsecondsOf('interval', interval) * 1000n;
  if (length < 1_000_000_000n) {
    throw new InvalidArgumentError('interval', 'is shorter than 1 second.');
  }
  const elapsed = end.epochNanoseconds - start.epochNanoseconds;
  const wanted = elapsed <= 0n ? 0n : (elapsed + length - 1n) / length;
  const count = wanted < maxIntervals ? wanted : maxIntervals;
  if (start.epochNanoseconds + count * length > latest.epochNanoseconds) {
    throw new InvalidArgumentError('interval', 'is so long that the last one ends after the year 9999.');
  }
  return Array.from({ length: Number(count) + 1 }, (_, index) =>
    Temporal.Instant.fromEpochNanoseconds(start.epochNanoseconds + BigInt(index) * length),
  );
}

async function countsOf<Run extends FlowRun | TaskRun>(
  em: EntityManager,
  kind: EntityClass<Run>,
  { start, interval, where }: RunHistoryOptions<Run>,
  end: Temporal.Instant,
): Promise<Row[]> {
  const { sumOfPositive } = queryDialectOf(em.getPlatform());
  const within = { expectedStartTime: { $gte: start, $lt: end } } as unknown as FilterQuery<Run>;
  const properties = [
    'stateType',
    'stateName',
    'expectedStartTime',
    'estimatedRunTime',
    'estimatedStartTimeDelta',
  ] as const;
  // as em.find does: what waits to be inserted counts
  await em.tryFlush(kind, {});
  return rowsOf<Row>(
    em,
    sql`
    select ${bucketIndexOf(em, sql`expected_start_time`, { start, interval })} as bucket_index, state_type, state_name,
      count(*) as count_runs, ${sumOfPositive(sql`estimated_run_time`)} as run_time,
      ${sumOfPositive(sql`estimated_start_time_delta`)} as lateness
    from (${rowsOfRuns(em, kind, properties, { within, where })}) as runs
    group by 1, 2, 3
    order by 1, 2, 3`,
  );
}

function stateOf({
  state_type: stateType,
  state_name: stateName,
  count_runs: countRuns,
  run_time,
  lateness,
}: Row): HistoryState {
  if (stateType === null || stateName === null) {
    throw new IncompleteRunError(`${countRuns} of the runs have no state, or one without a name`);
  }
  if (run_time === null || lateness === null) {
    throw new IncompleteRunError(`The runs in ${stateName} have no time since when they are RUNNING`);
  }
  return {
    stateType,
    stateName,
    countRuns: Number(countRuns),
    sumEstimatedRunTime: fromMicroseconds(BigInt(run_time)),
    sumEstimatedLateness: fromMicroseconds(BigInt(lateness)),
  };
}
