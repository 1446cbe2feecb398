import { type JsonObject, setClock } from '../src/domain/index.ts';
import { concurrencyLimitV2 } from './models-misc/concurrency-limit-v2.ts';
import { configuration, forgetConfigurations } from './models-misc/configuration.ts';
import { csrf } from './models-misc/csrf.ts';
import { flowRunInput } from './models-misc/flow-run-input.ts';
import type { Play, Step } from './models-misc/group.ts';
import { poolCascade } from './models-misc/pool-cascade.ts';
import { queuePriorities } from './models-misc/queue-priorities.ts';
import { setStateId } from './models-misc/set-state-id.ts';
import { heartbeat } from './models-misc/worker-heartbeat.ts';
import { errorAs, failureOf } from './support/errors.ts';
import { NotHandled, type Observation, type Suite } from './support/suite.ts';
import { instantOf } from './support/values.ts';
import { expectedOn } from './support/vectors.ts';
import type { World } from './support/world.ts';

interface StepResult {
  readonly error: string | null;
  readonly result: unknown;
}

interface Input {
  readonly group: string;
  readonly steps: readonly Step[];
}

const groups: Readonly<Record<string, Play>> = {
  concurrency_limit_v2: concurrencyLimitV2,
  configuration,
  csrf,
  flow_run_input: flowRunInput,
  pool_cascade: poolCascade,
  queue_priorities: queuePriorities,
  set_state_id: setStateId,
  worker_heartbeat: heartbeat,
};

/** Calls of functions one after another, and the rows that are there afterwards. */
export const modelsMisc: Suite = {
  file: 'models_misc',

  async run(vector, world): Promise<Observation | NotHandled> {
    const { group, steps } = vector.input as unknown as Input;
    const play = groups[group];
    if (play === undefined) {
      return new NotHandled(`calls of the group ${group}`);
    }
    const { steps: expectedSteps, ...expectedTables } = expectedOn(vector, world.database.dialect);
    const results: StepResult[] = [];
    for (const [index, step] of steps.entries()) {
      const expected = (expectedSteps as unknown as StepResult[])[index]?.error;
      results.push(await take(world, play, step, expected));
    }
    forgetConfigurations(world, steps);
    return {
      fields: { steps: results, ...(await tablesOf(world, expectedTables)) },
      rules: { unordered: /^(?!steps$)\w+$/ },
    };
  },
};

/** Takes one step, at the moment that it names. */
async function take(world: World, play: Play, step: Step, expected: unknown): Promise<StepResult> {
  const moment = 'now' in step ? instantOf(step['now']) : world.now;
  const restoreClock = setClock(() => moment.epochNanoseconds);
  const seen: { result: unknown } = { result: null };
  try {
    await world.database.freeze(moment);
    const error = await failureOf(async () => {
      seen.result = (await play(world, step)) ?? null;
    });
    return { error: errorAs(expected, error), ...seen };
  } finally {
    restoreClock();
  }
}

/** The rows of the tables that are expected, by their ids, in the columns that are expected. */
async function tablesOf(world: World, expected: JsonObject): Promise<Record<string, unknown>> {
  const tables = Object.entries(expected).map(async ([table, rows]) => {
    const [first] = rows as unknown as JsonObject[];
    const found = await world.findAll(table);
    return [table, found.map((row) => world.encodeRow(table, row, Object.keys(first ?? { id: null })))] as const;
  });
  return Object.fromEntries(await Promise.all(tables));
}
