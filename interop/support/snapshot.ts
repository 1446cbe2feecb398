import type { AbstractSqlConnection } from '@mikro-orm/sql';
import { digestOf } from '../../scripts/check-databases/digest.ts';
import { bookkeepingTable } from '../../src/migrations/database-state.ts';
import { schemaOf } from '../../test/migrations/catalog.ts';
import type { Dialect } from '../../test/support/databases/index.ts';
import type { Shared } from './stage.ts';

/** All of a database but the notes of our migrator: its schema as the catalog tells it, and a digest of the rows of each table. */
export interface Snapshot {
  readonly schema: readonly string[];
  readonly rows: Readonly<Record<string, string>>;
}

export async function snapshotOf(shared: Shared, dialect: Dialect): Promise<Snapshot> {
  return { schema: await schemaIn(shared, dialect), rows: await rowsIn(shared) };
}

/** A line for each column, constraint and index. */
export async function schemaIn(shared: Shared, dialect: Dialect): Promise<string[]> {
  return (await schemaOf(connectionOf(shared), dialect)).split('\n');
}

/** For statements past the entities. */
export function connectionOf({ orm }: Shared): AbstractSqlConnection {
  return orm.em.getDriver().getConnection() as AbstractSqlConnection;
}

async function rowsIn({ url }: Shared): Promise<Record<string, string>> {
  const { tables } = await digestOf(url);
  return Object.fromEntries(
    Object.entries(tables)
      .filter(([table]) => table !== bookkeepingTable)
      .map(([table, { rows, raw }]) => [table, `${rows} rows, ${raw}`]),
  );
}
