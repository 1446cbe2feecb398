import type { EntityMetadata, MikroORM } from '@mikro-orm/core';
import type { AbstractSqlConnection } from '@mikro-orm/sql';
import type { Alteration } from './alterations.ts';
import { alterationsOf } from './alterations.ts';
import { type DatabaseState, databaseState } from './database-state.ts';
import { type MigrationDialect, migrationDialectOf } from './dialects/index.ts';
import { AlteredTablesError, MissingTablesError, UnreadableTableError, UnsupportedRevisionError } from './errors.ts';
import { assertUnaltered, isEmpty, planFor } from './guard.ts';

/** What is done about a database that was just opened. */
export interface OpeningOptions {
  /** Let a database of any revision pass. It must be read only. */
  readonly anyRevision?: boolean;
}

/** A table of the entities that a database has not, or not as a whole. */
interface Lack {
  readonly table: string;
  /** The columns that are missing; null when the table itself is. */
  readonly columns: readonly string[] | null;
}

/**
 * Looks at the revision, the tables and their columns: a few questions to the catalog, milliseconds in all. An empty database passes.
 *
 * @returns for each table that cannot be read, what makes the error to meet it with; none, unless any revision may pass
 * @throws UnsupportedRevisionError, ForeignTablesError, MissingTablesError or AlteredTablesError
 */
export async function examine(
  orm: MikroORM,
  { anyRevision = false }: OpeningOptions = {},
): Promise<ReadonlyMap<string, () => UnreadableTableError>> {
  const { connection, dialect } = partsOf(orm);
  const state = await databaseState(connection, dialect);
  if (isEmpty(state)) {
    return new Map();
  }
  assertPlanned(state, dialect, anyRevision);
  const lacks = lacksOf([...orm.getMetadata()], await dialect.columns(connection));
  if (lacks.length > 0 && !anyRevision) {
    throw new AlteredTablesError(lacks.flatMap(asAlterations));
  }
  return new Map(
    lacks.map(({ table, columns }) => [
      table,
      () => new UnreadableTableError(table, columns, state.alembicHeads ?? [], dialect.name),
    ]),
  );
}

/**
 * Makes sure that a database is empty or exactly what the supported Prefect makes of it: revision, tables, columns with their types and
 * defaults, keys. For an ORM that was not opened by a configuration's `init()`, or to look deeper than it does. Writes nothing.
 *
 * @throws UnsupportedRevisionError, ForeignTablesError, MissingTablesError or AlteredTablesError
 */
export async function assertSupported(orm: MikroORM): Promise<void> {
  const { connection, dialect } = partsOf(orm);
  const state = await databaseState(connection, dialect);
  planFor(state, dialect);
  if (!isEmpty(state)) {
    assertUnaltered(await alterationsOf(orm.config));
  }
}

function partsOf({ driver }: MikroORM): { connection: AbstractSqlConnection; dialect: MigrationDialect } {
  return {
    connection: driver.getConnection() as AbstractSqlConnection,
    dialect: migrationDialectOf(driver.getPlatform()),
  };
}

/** What is no database of Prefect at all is refused in any case. */
function assertPlanned(state: DatabaseState, dialect: MigrationDialect, anyRevision: boolean): void {
  try {
    planFor(state, dialect);
  } catch (error) {
    const isAnother = error instanceof UnsupportedRevisionError || error instanceof MissingTablesError;
    if (!anyRevision || !isAnother) {
      throw error;
    }
  }
}

function lacksOf(entities: readonly EntityMetadata[], columns: ReadonlyMap<string, ReadonlySet<string>>): Lack[] {
  return entities
    .filter((meta) => !meta.abstract && !meta.virtual && !meta.embeddable)
    .flatMap((meta): Lack[] => {
      const found = columns.get(meta.tableName);
      if (!found) {
        return [{ table: meta.tableName, columns: null }];
      }
      const missing = meta.props
        .filter((prop) => prop.persist !== false)
        .flatMap((prop) => prop.fieldNames ?? [])
        .filter((name) => !found.has(name));
      return missing.length > 0 ? [{ table: meta.tableName, columns: missing }] : [];
    });
}

function asAlterations({ table, columns }: Lack): Alteration[] {
  const findings = columns?.map((column) => `the column ${column} is missing`) ?? ['the table is missing'];
  return findings.map((what) => ({ table, what, harmful: true }));
}
