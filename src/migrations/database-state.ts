import type { Transaction } from '@mikro-orm/core';
import type { AbstractSqlConnection } from '@mikro-orm/sql';
import type { MigrationDialect } from './dialects/index.ts';

/** Where the migrator notes what it has run. */
export const bookkeepingTable = 'mikro_orm_migrations';

/** Where Prefect notes the revision of its schema. */
export const alembicTable = 'alembic_version';

/** What a database looks like to the migrator. */
export interface DatabaseState {
  /** Every table but the two with the bookkeeping. */
  readonly tables: readonly string[];
  /** What `alembic_version` holds; null when there is no such table. */
  readonly alembicHeads: readonly string[] | null;
  /** The migrations that are noted as run, oldest first. */
  readonly executed: readonly string[];
  /** Whether Prefect made the database, and this package only took it over. */
  readonly adopted: boolean;
}

/** Reads the state of the database; writes nothing. */
export async function databaseState(
  connection: AbstractSqlConnection,
  dialect: MigrationDialect,
  trx?: Transaction,
): Promise<DatabaseState> {
  const all = await dialect.tables(connection, trx);
  const heads: { version_num: string }[] = all.includes(alembicTable)
    ? await connection.execute(`select version_num from ${alembicTable} order by 1`, [], 'all', trx)
    : [];
  const notes = all.includes(bookkeepingTable) ? await readBookkeeping(connection, trx) : [];
  return {
    tables: all.filter((name) => name !== alembicTable && name !== bookkeepingTable),
    alembicHeads: all.includes(alembicTable) ? heads.map((row) => row.version_num) : null,
    executed: notes.map((note) => note.name),
    adopted: notes.some((note) => Boolean(note.adopted)),
  };
}

/** One migration that has been run, or taken as run when the database was adopted. */
export interface MigrationNote {
  readonly id: number;
  readonly name: string;
  /** As the database gives it: UTC on SQLite, with a zone on PostgreSQL. */
  readonly executed_at: string | Date;
  readonly adopted: boolean | number;
}

/** The notes of the migrator, oldest first. The table must exist. */
export async function readBookkeeping(connection: AbstractSqlConnection, trx?: Transaction): Promise<MigrationNote[]> {
  return connection.execute(
    `select id, name, executed_at, adopted from ${bookkeepingTable} order by id`,
    [],
    'all',
    trx,
  );
}

/** The tables among those given that hold at least one row. */
export async function tablesWithRows(
  connection: AbstractSqlConnection,
  tables: readonly string[],
  trx?: Transaction,
): Promise<string[]> {
  if (tables.length === 0) {
    return [];
  }
  const quote = (name: string) => connection.getPlatform().quoteIdentifier(name);
  const value = (name: string) => connection.getPlatform().quoteValue(name);
  const sql = tables
    .map((name) => `select ${value(name)} as name where exists (select 1 from ${quote(name)})`)
    .join(' union all ');
  const rows: { name: string }[] = await connection.execute(sql, [], 'all', trx);
  return rows.map((row) => row.name);
}
