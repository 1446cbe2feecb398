import { type JsonObject, setClock } from '../src/domain/index.ts';
import { insertOnConflict } from '../src/queries/insert-on-conflict.ts';
import { errorAs, failureOf } from './support/errors.ts';
import { modelCalls } from './support/model-calls.ts';
import { NotHandled, type Observation, type Suite } from './support/suite.ts';
import { tablesOf } from './support/tables-of.ts';
import { instantOf } from './support/values.ts';
import { expectedOn, type VectorCase } from './support/vectors.ts';
import type { World } from './support/world.ts';

interface Input {
  readonly table: string;
  readonly unique_upsert_columns?: readonly string[];
  readonly first: JsonObject;
  readonly second: JsonObject;
  readonly on_conflict: 'plain' | 'nothing' | 'update';
  readonly set: JsonObject | null;
}

/** A call of a function of the reference. */
interface Call {
  readonly now: string;
  readonly function: string;
  readonly argument: JsonObject;
  readonly extra: JsonObject;
}

/** Two rows go into a table, the second of which may meet the first; or functions are called that make rows. */
export const upserts: Suite = {
  file: 'upserts',

  async run(vector, world): Promise<Observation | NotHandled> {
    if ('calls' in vector.input) {
      return callModels(vector, world);
    }
    const input = vector.input as unknown as Input;
    await insert(world, input.table, input.first);
    const seen: { rowcount: number | null } = { rowcount: null };
    const error = await failureOf(async () => {
      seen.rowcount = await insertSecond(world, input);
    });
    const rows = await newRows(world, input);
    return {
      fields: { error: errorAs(vector.expected['error'], error), ...seen, rows, inserted: inserted(input, rows) },
      rules: { unordered: /^(rows|inserted)$/ },
    };
  },
};

async function insert(world: World, table: string, values: JsonObject): Promise<number> {
  const em = world.em();
  world.create(em, table, values);
  await em.flush();
  return 1;
}

async function insertSecond(world: World, input: Input): Promise<number> {
  const { table, on_conflict: onConflict, second } = input;
  if (onConflict === 'plain') {
    return insert(world, table, second);
  }
  const meta = world.tables.of(table);
  const action = onConflict === 'nothing' ? onConflict : { set: world.decodeRow(table, input.set ?? {}) };
  const row = world.decodeRow(table, second) as never;
  return insertOnConflict<object>(world.em(), meta.class, row, input.unique_upsert_columns ?? [], action);
}

async function newRows(world: World, { table, first, second }: Input): Promise<Record<string, unknown>[]> {
  const before = new Set(world.rows.filter((row) => row.table === table).map(({ values }) => values['id']));
  const columns = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  const entities = (await world.findAll(table)).filter(({ id }) => !before.has(id));
  return entities.map((entity) => world.encodeRow(table, entity, columns));
}

async function callModels(vector: VectorCase, world: World): Promise<Observation | NotHandled> {
  const calls = vector.input['calls'] as unknown as Call[];
  const missing = calls.find(({ function: name }) => !(name in modelCalls));
  if (missing) {
    return new NotHandled(`calls of ${missing.function}`);
  }
  const { calls: expectedCalls, ...tables } = expectedOn(vector, world.database.dialect);
  const results: { error: string | null; returned_id: string | null }[] = [];
  for (const [index, call] of calls.entries()) {
    const expected = (expectedCalls as unknown as JsonObject[])[index]?.['error'];
    results.push(await callModel(world, call, expected));
  }
  return {
    fields: { calls: results, ...(await tablesOf(world, tables)) },
    rules: { unordered: /^(?!calls$)\w+$/ },
  };
}

async function callModel(world: World, { now, function: name, argument, extra }: Call, expected: unknown) {
  const moment = instantOf(now);
  const restoreClock = setClock(() => moment.epochNanoseconds);
  const seen: { id: string | null } = { id: null };
  try {
    await world.database.freeze(moment);
    const error = await failureOf(async () => {
      seen.id = (await modelCalls[name]!(world.em(), argument, extra)).id;
    });
    return { error: errorAs(expected, error), returned_id: seen.id };
  } finally {
    restoreClock();
  }
}

/** Which of the two rows are there. */
function inserted({ first, second }: Input, rows: readonly Record<string, unknown>[]): string[] {
  const ids = new Set(rows.map(({ id }) => id));
  return [...(ids.has(first['id']) ? ['one'] : []), ...(ids.has(second['id']) ? ['two'] : [])];
}
