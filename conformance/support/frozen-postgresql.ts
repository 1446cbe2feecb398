import type { ConformanceDatabase } from './database.ts';

/** Where a `now()` lives that is found before the server's own. */
const schema = 'frozen';

/** The search path under which `now()` is ours, which stands still. `CURRENT_TIMESTAMP` is no function, and runs on. */
export const frozenSearchPath = `${schema}, pg_catalog, public`;

const preparation = [
  `create schema ${schema}`,
  `create table ${schema}.moment (at timestamptz)`,
  `insert into ${schema}.moment values (null)`,
  `create function ${schema}.now() returns timestamptz language sql stable
     as 'select coalesce((select at from ${schema}.moment), pg_catalog.now())'`,
];

/** Makes what {@link freezePostgreSql} needs. */
export async function holdPostgreSqlTime(database: ConformanceDatabase): Promise<void> {
  for (const statement of preparation) {
    await database.execute(statement);
  }
}

/** Stops the time of every connection to the database. */
export async function freezePostgreSql(
  database: ConformanceDatabase,
  moment: Temporal.Instant | undefined,
): Promise<void> {
  await database.execute(`update ${schema}.moment set at = ?`, [moment?.toString() ?? null]);
}
