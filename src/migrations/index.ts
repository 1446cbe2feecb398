import { join, relative } from 'node:path';
import type { MigrationInfo, MigrationsOptions, MikroORM, Options } from '@mikro-orm/core';
import { type Migration, Migrator } from '@mikro-orm/migrations';
import { packageFolder } from './package-folder.ts';
import { bookkeepingTable } from './database-state.ts';
import { type PrefectMigrateOptions, PrefectMigrator } from './prefect-migrator.ts';
import type { Dialect } from './revisions.ts';
import { Migration20261123120000_prefect_3_8_8 as PostgreSqlPrefect_3_8_8 } from './postgresql/Migration20261123120000_prefect_3_8_8.ts';
import { Migration20261123120000_prefect_3_8_8 as SqlitePrefect_3_8_8 } from './sqlite/Migration20261123120000_prefect_3_8_8.ts';

export { type Alteration } from './alterations.ts';
export { type DatabaseState, databaseState } from './database-state.ts';
export { migrationDialectOf, type MigrationDialect } from './dialects/index.ts';
export {
  AlteredTablesError,
  DataLossError,
  ExtensionDeniedError,
  ForeignKeyViolationError,
  ForeignTablesError,
  MissingTablesError,
  UnreadableTableError,
  UnsupportedMigratorOptionError,
  UnsupportedRevisionError,
} from './errors.ts';
export { assertMayLoseData, type DataLossOptions, type Plan, planFor } from './guard.ts';
export { assertSupported, examine, type OpeningOptions } from './opening.ts';
export { type AdoptionOptions, type PrefectMigrateOptions, PrefectMigrator } from './prefect-migrator.ts';
export { rehearse } from './rehearsal/index.ts';
export { type Dialect, type Revision, revisions, supportedAlembicHeads, supportedRevision } from './revisions.ts';
export { type MigrationStatus, migrationStatus } from './status.ts';

/** The migrations of each dialect, oldest first. */
export const migrations: Readonly<
  Record<Dialect, readonly (new (...args: ConstructorParameters<typeof Migration>) => Migration)[]>
> = {
  sqlite: [SqlitePrefect_3_8_8],
  postgresql: [PostgreSqlPrefect_3_8_8],
};

/** The folder of a dialect's migrations: the sources in the repository, the compiled ones in the package. */
export function versionsDirOf(dialect: Dialect): string {
  // from the root, because bundled code lies elsewhere than its source
  const code = import.meta.filename.endsWith('.ts') ? 'src' : 'dist';
  return join(packageFolder(), code, 'migrations', dialect);
}

/** The `migrations` part of MikroORM's options. */
export function migratorOptions(dialect: Dialect): MigrationsOptions {
  // Relative, because MikroORM puts the folder of the project before it even when it is absolute.
  const folder = relative(process.cwd(), versionsDirOf(dialect));
  return {
    tableName: bookkeepingTable,
    migrationsList: [...migrations[dialect]],
    path: folder,
    pathTs: folder,
    transactional: true,
    allOrNothing: true,
    // The migrator switches them off where needed; MikroORM would do it where it has no effect, or needs a superuser.
    disableForeignKeys: false,
    // The database is compared with the entities, never with a file that may be older.
    snapshot: false,
    emit: 'ts',
  };
}

/** The `extensions` part of MikroORM's options. The stock migrator stands first, because MikroORM adds it behind the others where it is missing. */
export function migratorExtensions(): NonNullable<Options['extensions']> {
  return [Migrator, PrefectMigrator];
}

/**
 * Brings a database to the newest schema, or adopts one that Prefect has brought there.
 *
 * @returns what was run; empty when there was nothing to do
 */
export async function migrate(orm: MikroORM, options?: PrefectMigrateOptions): Promise<MigrationInfo[]> {
  return (orm.migrator as PrefectMigrator).up(options);
}

/**
 * Takes the newest migration back.
 *
 * @returns what was taken back; empty when there was nothing to do
 * @throws DataLossError where rows would be lost, unless that is allowed
 */
export async function revert(orm: MikroORM, options?: PrefectMigrateOptions): Promise<MigrationInfo[]> {
  return (orm.migrator as PrefectMigrator).down(options);
}
