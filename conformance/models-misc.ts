import { Configuration, type JsonObject, type JsonValue } from '../src/domain/index.ts';
import {
  clearConfigurationValueCacheForKey,
  deleteConfiguration,
  readConfigurationValue,
  writeConfiguration,
} from '../src/queries/configuration/index.ts';
import { setStateIdOnInsertedFlowRuns } from '../src/queries/set-state-id-on-inserted-flow-runs.ts';
import { errorAs, failureOf } from './support/errors.ts';
import { NotHandled, type Observation, type Suite } from './support/suite.ts';
import { expectedOn } from './support/vectors.ts';
import type { World } from './support/world.ts';

/** One call; its parts depend on the group. */
type Step = Readonly<Record<string, JsonValue>>;

interface StepResult {
  readonly error: string | null;
  readonly result: unknown;
}

interface Input {
  readonly group: string;
  readonly steps: readonly Step[];
}

/** Calls of functions one after another, and the rows that are there afterwards. */
export const modelsMisc: Suite = {
  file: 'models_misc',

  async run(vector, world): Promise<Observation | NotHandled> {
    const { group, steps } = vector.input as unknown as Input;
    const play = groups[group];
    if (play === undefined) {
      return new NotHandled('calls of services');
    }
    const { steps: expectedSteps, ...expectedTables } = expectedOn(vector, world.database.dialect);
    const results: StepResult[] = [];
    for (const [index, step] of steps.entries()) {
      const seen: { result: unknown } = { result: null };
      const error = await failureOf(async () => {
        seen.result = (await play(world, step)) ?? null;
      });
      const expected = (expectedSteps as unknown as StepResult[])[index]?.error;
      results.push({ error: errorAs(expected, error), ...seen });
    }
    await forgetConfigurations(world, vector.input);
    return { fields: { steps: results, ...(await tablesOf(world, expectedTables)) }, rules: { unordered: /^\w+$/ } };
  },
};

const groups: Readonly<Record<string, (world: World, step: Step) => Promise<unknown>>> = {
  async set_state_id(world, { inserted_flow_run_ids: flowRuns, insert_flow_run_states: states }) {
    await setStateIdOnInsertedFlowRuns(world.em(), flowRuns as string[], states as string[]);
  },

  async configuration(world, { op }) {
    const [name, key, value] = op as [string, string, JsonObject];
    const em = world.em();
    switch (name) {
      case 'read':
        return readConfigurationValue(em, key);
      case 'write':
        await writeConfiguration(em, key, value);
        return value;
      case 'delete':
        return deleteConfiguration(em, key);
      case 'clear':
        return clearConfigurationValueCacheForKey(em, key);
      case 'raw':
        await em.nativeUpdate(Configuration, { key }, { value });
        return null;
      default:
        throw new Error(`A case has an operation "${name}"`);
    }
  },
};

/** The next case has a database of its own, as far as it knows. */
async function forgetConfigurations(world: World, { steps }: JsonObject): Promise<void> {
  for (const { op } of steps as unknown as { op?: [string, string] }[]) {
    if (op !== undefined) {
      clearConfigurationValueCacheForKey(world.em(), op[1]);
    }
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
