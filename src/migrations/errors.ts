import { PrefectOrmError } from '../domain/shared/errors.ts';
import { type Dialect, supportedRevision } from './revisions.ts';

const allowIt = 'set PREFECT_ORM_ALLOW_DATA_LOSS=1, or pass { allowDataLoss: true } from code';

/** The database is at a revision of Prefect that this version of the package does not work with. Nothing was written. */
export class UnsupportedRevisionError extends PrefectOrmError {
  readonly code = 'UNSUPPORTED_REVISION';
  /** What `alembic_version` holds; empty when the table has no row or is missing. */
  readonly found: readonly string[];
  readonly supported: string;

  constructor(found: readonly string[], dialect: Dialect) {
    const supported = supportedRevision.alembicHeads[dialect];
    super(
      `The database is at alembic revision ${found.join(', ') || '(none)'}; this version works with ${supported} (Prefect ${supportedRevision.prefect}) only. ` +
        `If the database is older, upgrade it with 'prefect server database upgrade' of Prefect ${supportedRevision.prefect}; if it is newer, use a version of prefect-orm made for it.`,
    );
    this.found = found;
    this.supported = supported;
  }
}

/** The database holds tables that neither Prefect nor this package made. Nothing was written. */
export class ForeignTablesError extends PrefectOrmError {
  readonly code = 'FOREIGN_TABLES';
  readonly tables: readonly string[];

  constructor(tables: readonly string[]) {
    super(
      `The database holds tables that are not Prefect's: ${some(tables)}. Give an empty database, or one that Prefect ${supportedRevision.prefect} has made.`,
    );
    this.tables = tables;
  }
}

/** Tables of Prefect are missing although the database says that it is at the supported revision. Nothing was written. */
export class MissingTablesError extends PrefectOrmError {
  readonly code = 'MISSING_TABLES';
  readonly tables: readonly string[];

  constructor(tables: readonly string[]) {
    super(
      `The database says that it is at Prefect ${supportedRevision.prefect}, but has no table ${some(tables)}. Restore it from a backup, or give an empty database.`,
    );
    this.tables = tables;
  }
}

/** A command that would lose data was refused. Nothing was written. */
export class DataLossError extends PrefectOrmError {
  readonly code = 'DATA_LOSS';
  /** What was asked for, such as `migration:down`. */
  readonly operation: string;
  /** The tables that hold rows. */
  readonly tables: readonly string[];
  /** Whether Prefect made the database, not this package. */
  readonly madeByPrefect: boolean;

  constructor(operation: string, tables: readonly string[], madeByPrefect: boolean) {
    const reasons = [
      tables.length > 0 ? `holds rows in ${some(tables)}` : '',
      madeByPrefect ? 'was made by Prefect' : '',
    ].filter(Boolean);
    super(`${operation} would lose data: the database ${reasons.join(' and ')}. If that is meant, ${allowIt}.`);
    this.operation = operation;
    this.tables = tables;
    this.madeByPrefect = madeByPrefect;
  }
}

/** The server refused to create an extension that the schema needs. Nothing was written. */
export class ExtensionDeniedError extends PrefectOrmError {
  readonly code = 'EXTENSION_DENIED';
  readonly extension: string;
  /** The statement for someone with the right to run it. */
  readonly sql: string;

  constructor(extension: string, sql: string, cause: Error) {
    super(
      `The server does not let this role create the extension ${extension}, which the schema needs. ` +
        `Have a superuser, or the owner of the database, run '${sql}' in this database (the package postgresql-contrib must be installed on the server), then migrate again.`,
      { cause },
    );
    this.extension = extension;
    this.sql = sql;
  }
}

/** A migration left rows that point at rows that do not exist; it was rolled back. */
export class ForeignKeyViolationError extends PrefectOrmError {
  readonly code = 'FOREIGN_KEY_VIOLATION';
  /** The tables that hold such rows. */
  readonly tables: readonly string[];

  constructor(tables: readonly string[]) {
    super(
      `The migration was rolled back: it would leave rows in ${some(tables)} that point at rows which do not exist. Correct the migration, or repair those rows first.`,
    );
    this.tables = tables;
  }
}

/** An option of MikroORM's migrator that this one cannot honour. */
export class UnsupportedMigratorOptionError extends PrefectOrmError {
  readonly code = 'UNSUPPORTED_MIGRATOR_OPTION';
  readonly option: string;

  constructor(option: string, advice: string) {
    super(`The migrator takes no option '${option}': ${advice}`);
    this.option = option;
  }
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
