import type { JsonObject } from '../src/domain/index.ts';
import { insertOnConflict } from '../src/queries/insert-on-conflict.ts';
import { errorAs, failureOf } from './support/errors.ts';
import { NotHandled, type Observation, type Suite } from './support/suite.ts';
import type { World } from './support/world.ts';

interface Input {
  readonly table: string;
  readonly unique_upsert_columns?: readonly string[];
  readonly first: JsonObject;
  readonly second: JsonObject;
  readonly on_conflict: 'plain' | 'nothing' | 'update';
  readonly set: JsonObject | null;
}

/** Two rows go into a table, the second of which may meet the first. */
export const upserts: Suite = {
  file: 'upserts',

  async run(vector, world): Promise<Observation | NotHandled> {
    if ('calls' in vector.input) {
      return new NotHandled('calls of services');
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

/** Which of the two rows are there. */
function inserted({ first, second }: Input, rows: readonly Record<string, unknown>[]): string[] {
  const ids = new Set(rows.map(({ id }) => id));
  return [...(ids.has(first['id']) ? ['one'] : []), ...(ids.has(second['id']) ? ['two'] : [])];
}
