import { dumpJson, type JsonObject, type JsonValue } from '../src/domain/index.ts';
import { errorAs, failureOf } from './support/errors.ts';
import type { Observation, Suite } from './support/suite.ts';
import { propertyOfColumn } from './support/tables.ts';
import { decode, isJson } from './support/values.ts';
import { expectedOn, type VectorCase } from './support/vectors.ts';
import type { World } from './support/world.ts';

interface Input {
  readonly mode: 'orm' | 'raw';
  readonly table: string;
  readonly values: JsonObject;
}

/** What a row looks like that was inserted with as little as possible, by the entities or by a statement. */
export const serverDefaults: Suite = {
  file: 'server_defaults',

  async run(vector, world): Promise<Observation> {
    const { mode, table, values } = vector.input as unknown as Input;
    const expected = expectedOn(vector, world.database.dialect);
    const seen: { row: JsonObject | null } = { row: null };
    const error = await failureOf(async () => {
      await (mode === 'orm' ? insertEntity(world, table, values) : insertRow(world, table, values));
      seen.row = await readNewRow(world, table, columnsOf(expected, vector));
    });
    return {
      fields: { error: errorAs(expected['error'], error), row: seen.row },
      rules: { isNow: isNow(world, mode) },
    };
  },
};

async function insertEntity(world: World, table: string, values: JsonObject): Promise<void> {
  const em = world.em();
  world.create(em, table, values);
  await em.flush();
}

/** A statement that leaves to the database what the case leaves out. */
async function insertRow(world: World, table: string, values: JsonObject): Promise<void> {
  const columns = Object.keys(values);
  const stored = columns.map((column) => storedValue(world, table, column, values[column] as JsonValue));
  const statement =
    columns.length === 0
      ? `insert into ${table} default values`
      : `insert into ${table} (${columns.map((column) => `"${column}"`).join(', ')}) values (${columns.map(() => '?').join(', ')})`;
  await world.database.execute(statement, stored);
}

function storedValue(world: World, table: string, column: string, wire: JsonValue): unknown {
  const property = propertyOfColumn(world.tables.of(table), column);
  if (isJson(property.customType)) {
    // as it is: the type of a document would fill in what is missing
    return dumpJson(wire);
  }
  const value = decode(wire, property);
  const stored: unknown = property.customType
    ? property.customType.convertToDatabaseValue(value, world.database.orm.em.getPlatform())
    : value;
  // SQLite's driver binds no truth values
  return typeof stored === 'boolean' && world.database.dialect === 'sqlite' ? Number(stored) : stored;
}

async function readNewRow(world: World, table: string, columns: readonly string[]): Promise<JsonObject> {
  const before = new Set(world.rows.filter((row) => row.table === table).map(({ values }) => values['id']));
  const rows = (await world.findAll(table)).filter(({ id }) => !before.has(id));
  if (rows.length !== 1) {
    throw new Error(`One row was inserted into ${table}, and ${rows.length} are there`);
  }
  return world.encodeRow(table, rows[0] as object, columns) as JsonObject;
}

/** The columns that the case looks at on any dialect: where it expects none here, the row is still read. */
function columnsOf(expected: JsonObject, vector: VectorCase): string[] {
  const rows = [expected['row'], ...Object.values(vector.expected_by_dialect?.['row'] ?? {})];
  return Object.keys(rows.find((row) => row != null) ?? {});
}

/** The moment of the case, but for PostgreSQL's own defaults: they take the time from a clock that cannot be stopped. */
function isNow(world: World, mode: Input['mode']): (value: unknown) => boolean {
  const toleratedSeconds = 60;
  const runs = mode === 'raw' && world.database.dialect === 'postgresql';
  return (value) => {
    const moment = Temporal.Instant.from(value as string);
    return runs
      ? Math.abs(moment.since(Temporal.Now.instant()).total('seconds')) < toleratedSeconds
      : moment.equals(world.now);
  };
}
