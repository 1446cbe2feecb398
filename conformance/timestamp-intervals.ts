import type { EntityClass, EntityManager, RawQueryFragment } from '@mikro-orm/core';
import { FlowRun } from '../src/domain/index.ts';
import { runHistory } from '../src/queries/run-history.ts';
import { timestampBucketIndex } from '../src/queries/timestamp-bucket-index.ts';
import { errorAs, failureOf } from './support/errors.ts';
import { NotHandled, type Observation, type Suite } from './support/suite.ts';
import { encodeValue, instantOf } from './support/values.ts';
import type { World } from './support/world.ts';

interface Input {
  readonly function: string;
  readonly start_time: string;
  readonly end_time?: string;
  readonly interval_us: number;
}

/** The number of the interval of a time, and the intervals of a history. */
export const timestampIntervals: Suite = {
  file: 'timestamp_intervals',

  async run(vector, world): Promise<Observation | NotHandled> {
    const input = vector.input as unknown as Input;
    const answer = answers[input.function];
    if (answer === undefined) {
      return new NotHandled(`the function ${input.function}`);
    }
    const seen: { fields: object } = { fields: {} };
    const error = await failureOf(async () => {
      seen.fields = await answer(world, input);
    });
    return { fields: { ...seen.fields, error: errorAs(vector.expected['error'], error) } };
  },
};

const answers: Readonly<Record<string, (world: World, input: Input) => Promise<object>>> = {
  async make_timestamp_bucket_index(world, input) {
    const em = world.em() as EntityManager & QueryBuilding;
    const index = timestampBucketIndex(em, 'run.expected_start_time', intervalsOf(input));
    const rows = await em
      .createQueryBuilder(FlowRun, 'run')
      .select(['run.name', index.as('bucket_index')])
      .execute('all');
    // the runs are named by the place of their times
    const inOrder = rows.toSorted((a, b) => Number(a.name) - Number(b.name));
    return { bucket_index: inOrder.map(({ bucket_index: bucket }) => bucket) };
  },

  async 'run_history intervals'(world, input) {
    const history = await runHistory(world.em(), FlowRun, { ...intervalsOf(input), end: instantOf(input.end_time) });
    const intervals = history.map(({ start, end }) => encodeValue([start, end]));
    return { count: intervals.length, first: intervals.slice(0, 6), last: intervals.slice(-2) };
  },
};

interface QueryBuilding {
  createQueryBuilder(
    kind: EntityClass<FlowRun>,
    alias: string,
  ): {
    select(fields: (string | RawQueryFragment)[]): {
      execute(method: 'all'): Promise<{ name: string; bucket_index: number | null }[]>;
    };
  };
}

function intervalsOf({ start_time: start, interval_us: microseconds }: Input) {
  return { start: instantOf(start), interval: Temporal.Duration.from({ microseconds }) };
}
