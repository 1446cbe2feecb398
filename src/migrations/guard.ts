import type { Transaction } from '@mikro-orm/core';
import type { AbstractSqlConnection } from '@mikro-orm/sql';
import type { Alteration } from './alterations.ts';
import { type DatabaseState, databaseState, tablesWithRows } from './database-state.ts';
import type { MigrationDialect } from './dialects/index.ts';
import {
  AlteredTablesError,
  DataLossError,
  ForeignTablesError,
  MissingTablesError,
  UnsupportedRevisionError,
} from './errors.ts';
import { prefectTables } from './prefect-tables.ts';
import { type Revision, revisions } from './revisions.ts';

/** What every command that may lose data takes from code. */
export interface DataLossOptions {
  /** Go on although rows would be lost. The environment variable `PREFECT_ORM_ALLOW_DATA_LOSS=1` says the same for the CLI. */
  allowDataLoss?: boolean;
}

/** What may be done to a database that is to be migrated. */
export type Plan = { readonly action: 'migrate' } | { readonly action: 'adopt'; readonly revision: Revision };

/**
 * Decides whether a database may be migrated as it is, or is Prefect's own and has to be adopted first.
 *
 * @throws UnsupportedRevisionError, ForeignTablesError or MissingTablesError when neither is possible
 */
export function planFor(state: DatabaseState, dialect: MigrationDialect): Plan {
  const last = state.executed.at(-1);
  if (last === undefined && state.alembicHeads === null) {
    return state.tables.length === 0 ? { action: 'migrate' } : refuse(new ForeignTablesError(state.tables));
  }
  const revision =
    revisions.find((known) => isAt(state, known, dialect)) ??
    refuse(new UnsupportedRevisionError(state.alembicHeads ?? [], dialect.name));
  const missing = prefectTables.filter((table) => !state.tables.includes(table));
  if (missing.length > 0) {
    throw new MissingTablesError(missing);
  }
  return last === undefined ? { action: 'adopt', revision } : { action: 'migrate' };
}

/** Whether a database holds nothing, neither of Prefect nor of anybody else. */
export function isEmpty(state: DatabaseState): boolean {
  return state.tables.length === 0 && state.alembicHeads === null && state.executed.length === 0;
}

/** @throws AlteredTablesError where one of the alterations does harm */
export function assertUnaltered(alterations: readonly Alteration[]): void {
  const harmful = alterations.filter((alteration) => alteration.harmful);
  if (harmful.length > 0) {
    throw new AlteredTablesError(harmful);
  }
}

/**
 * Refuses an operation that drops tables on a database that holds rows or that Prefect made.
 *
 * @throws DataLossError unless the options or the environment allow the loss
 */
export async function assertMayLoseData(
  operation: string,
  connection: AbstractSqlConnection,
  dialect: MigrationDialect,
  options: DataLossOptions = {},
  trx?: Transaction,
): Promise<void> {
  if (options.allowDataLoss ?? process.env['PREFECT_ORM_ALLOW_DATA_LOSS'] === '1') {
    return;
  }
  const state = await databaseState(connection, dialect, trx);
  const madeByPrefect = state.adopted || (state.alembicHeads !== null && state.executed.length === 0);
  const tables = await tablesWithRows(connection, state.tables, trx);
  if (madeByPrefect || tables.length > 0) {
    throw new DataLossError(operation, tables, madeByPrefect);
  }
}

function isAt(state: DatabaseState, revision: Revision, dialect: MigrationDialect): boolean {
  return state.alembicHeads?.length === 1 && state.alembicHeads[0] === revision.alembicHeads[dialect.name];
}

function refuse(error: Error): never {
  throw error;
}
