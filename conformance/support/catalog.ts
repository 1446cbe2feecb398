import type { ConformanceDatabase } from './database.ts';

/** The names that the database itself gives for a table. */
export interface Catalog {
  /** In the order of the table. */
  readonly columns: readonly string[];
  readonly constraints: readonly string[];
  readonly indexes: readonly string[];
  /** The statements that make the indexes, by name. */
  readonly index_sql: Readonly<Record<string, string>>;
}

interface Named {
  readonly name: string;
}

interface Index extends Named {
  readonly sql: string;
}

/** What the catalog of the database says about a table. */
export async function catalogOf(database: ConformanceDatabase, table: string): Promise<Catalog> {
  const { columns, constraints, indexes } = await (database.dialect === 'sqlite' ? sqlite : postgresql)(
    database,
    table,
  );
  return {
    columns,
    constraints,
    indexes: indexes.map(({ name }) => name),
    index_sql: Object.fromEntries(indexes.map(({ name, sql }) => [name, sql])),
  };
}

/** The same statement for whoever wrote it: without quotes, in lower case, spaced alike. */
export function indexStatement(text: string): string {
  return text
    .replaceAll(/["`]/g, '')
    .replaceAll(/\s*([(),])\s*/g, '$1')
    .replaceAll(/\s+/g, ' ')
    .toLowerCase();
}

async function sqlite(database: ConformanceDatabase, table: string) {
  const columns = await database.query<Named>('select name from pragma_table_info(?) order by cid', [table]);
  const [made] = await database.query<{ sql: string }>(
    `select sql from sqlite_master where type = 'table' and name = ?`,
    [table],
  );
  const constraints = [...(made?.sql ?? '').matchAll(/\bconstraint\s+["`]?(\w+)/gi)].map(([, name]) => name as string);
  const indexes = await database.query<Index>(
    `select name, sql from sqlite_master where type = 'index' and tbl_name = ? and sql is not null`,
    [table],
  );
  return { columns: columns.map(({ name }) => name), constraints, indexes };
}

async function postgresql(database: ConformanceDatabase, table: string) {
  const columns = await database.query<Named>(
    `select attname as name from pg_attribute where attrelid = ?::regclass and attnum > 0 and not attisdropped order by attnum`,
    [table],
  );
  // newer servers name what is only `not null` as well
  const constraints = await database.query<Named>(
    `select conname as name from pg_constraint where conrelid = ?::regclass and contype in ('p', 'u', 'f', 'c')`,
    [table],
  );
  const indexes = await database.query<Index>(
    `select indexname as name, indexdef as sql from pg_indexes where tablename = ?`,
    [table],
  );
  return { columns: columns.map(({ name }) => name), constraints: constraints.map(({ name }) => name), indexes };
}
