import Database from 'better-sqlite3';
import { Client } from 'pg';
import { openTarget } from '../../../src/cli/copy/target.ts';
import { openReadOnly } from '../../../src/cli/databases/given.ts';
import { copyDatabase, type CopyOptions, type CopyReport } from '../../../src/services/copy/index.ts';
import {
  type Database as TestDatabase,
  type Dialect,
  emptyDatabase,
  migratedDatabase,
  pathOf,
} from '../../support/databases/index.ts';
import { wantedDialects } from '../../support/dialects.ts';
import { configurationFor } from '../../support/orm.ts';

/** A row as text, a column at a time; null is NULL. */
export type TextRow = Readonly<Record<string, string | null>>;

/** The directions in which a copy may go, of the dialects that are wanted. */
export function directions(): { from: Dialect; to: Dialect }[] {
  return wantedDialects().flatMap((from) => wantedDialects().map((to) => ({ from, to })));
}

/** Databases that go with the suite. */
export function databasesOfSuite(): { empty: Maker; migrated: Maker } {
  const made: TestDatabase[] = [];
  after(() => Promise.all(made.map((database) => database.drop())));
  const keeping = (make: (dialect: Dialect) => Promise<TestDatabase>) => async (dialect: Dialect) => {
    const database = await make(dialect);
    made.push(database);
    return database.url;
  };
  return { empty: keeping(emptyDatabase), migrated: keeping(migratedDatabase) };
}

/** Makes a database and gives its URL. */
type Maker = (dialect: Dialect) => Promise<string>;

/** Copies as the command line does. */
export async function copy(source: string, target: string, options: CopyOptions = {}): Promise<CopyReport> {
  const from = await openReadOnly(source);
  try {
    const to = await openTarget(target);
    try {
      return await copyDatabase(from, to, options);
    } finally {
      await to.orm.close();
    }
  } finally {
    await from.orm.close();
  }
}

/** Runs statements past the entities: of SQLite without looking after foreign keys. */
export async function run(url: string, ...statements: string[]): Promise<void> {
  if (isPostgres(url)) {
    await withClient(url, async (client) => client.query(statements.join(';')));
    return;
  }
  const database = new Database(pathOf({ url }));
  database.pragma('foreign_keys = off');
  database.exec(statements.join(';'));
  database.close();
}

/** The rows of a query, read by the driver itself. */
export async function rows(url: string, sql: string): Promise<TextRow[]> {
  if (isPostgres(url)) {
    return withClient(url, async (client) => (await client.query<TextRow>(sql)).rows);
  }
  const database = new Database(pathOf({ url }), { readonly: true });
  try {
    return database.prepare(sql).all() as TextRow[];
  } finally {
    database.close();
  }
}

/**
 * Every row of every table as it is stored, by table, each as one text and in order: of SQLite with the storage class of every value, of
 * PostgreSQL as the server prints it.
 */
export async function stored(url: string): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const [table, columns] of await columnsOf(url)) {
    const list = columns.map((column) =>
      isPostgres(url)
        ? `"${column}"::text as "${column}"`
        : `typeof("${column}") || ':' || quote("${column}") as "${column}"`,
    );
    found[table] = (await rows(url, `select ${list.join(', ')} from "${table}"`))
      .map((row) => JSON.stringify(columns.map((column) => [column, row[column]])))
      .toSorted();
  }
  return found;
}

/** The tables of a database but for the notes of migrations, with their columns in order of name. */
async function columnsOf(url: string): Promise<Map<string, string[]>> {
  const sql = isPostgres(url)
    ? "select table_name as t, column_name as c from information_schema.columns where table_schema = 'public'"
    : "select m.name as t, c.name as c from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table'";
  const pairs = (await rows(url, sql)).filter(
    ({ t }) => t !== 'mikro_orm_migrations' && t !== 'alembic_version' && !t!.startsWith('sqlite_'),
  );
  const tables = Map.groupBy(pairs, ({ t }) => t!);
  return new Map([...tables].map(([table, columns]) => [table, columns.map(({ c }) => c!).toSorted()]));
}

/** An entity manager on a database that has to be there, for as long as `work` takes. */
export async function withEm<Result>(
  url: string,
  work: (em: Awaited<ReturnType<ReturnType<typeof configurationFor>['init']>>['em']) => Promise<Result>,
): Promise<Result> {
  const orm = await configurationFor(url).init();
  try {
    return await work(orm.em.fork());
  } finally {
    await orm.close();
  }
}

function isPostgres(url: string): boolean {
  return url.startsWith('postgres');
}

async function withClient<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url, options: '-c TimeZone=UTC -c IntervalStyle=postgres' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
