import { PrefectOrmError } from '../domain/shared/errors.ts';
import type { Alteration } from './alterations.ts';
import { earlierRevisions } from './earlier-revisions.ts';
import { type Dialect, supportedRevision } from './revisions.ts';

const allowIt =
  'set PREFECT_ORM_ALLOW_DATA_LOSS=1, give prefect-orm migrate --allow-data-loss, or pass { allowDataLoss: true } from code';

/** The database is at a revision of Prefect that this version of the package does not work with. Nothing was written. */
export class UnsupportedRevisionError extends PrefectOrmError {
  readonly code = 'UNSUPPORTED_REVISION';
  /** What `alembic_version` holds; empty when the table has no row or is missing. */
  readonly found: readonly string[];
  readonly supported: string;
  /** Whether all that was found belongs to earlier versions of Prefect; otherwise to a newer one, or to none. */
  readonly isOlder: boolean;

  constructor(found: readonly string[], dialect: Dialect) {
    const supported = supportedRevision.alembicHeads[dialect];
    const isOlder = isEarlier(found, dialect);
    super(
      `The database is at alembic revision ${found.join(', ') || '(none)'}; this version works with ${supported} (Prefect ${supportedRevision.prefect}) only. ` +
        (found.length === 0 ? withoutRevision : isOlder ? older : unknown),
    );
    this.found = found;
    this.supported = supported;
    this.isOlder = isOlder;
  }
}

const readingIt =
  'To read it as it is, open it with { readOnly: true, anyRevision: true }, or use prefect-orm show --any-revision.';
const older = `It is older: upgrade it with 'prefect server database upgrade -y' of Prefect ${supportedRevision.prefect}. ${readingIt}`;
const unknown = `What was found belongs to a newer Prefect, or to none: use a version of prefect-orm made for it, or a database of Prefect ${supportedRevision.prefect}. ${readingIt}`;
const withoutRevision = `It has lost the note of its revision: restore it from a backup, or give an empty database.`;

function isEarlier(found: readonly string[], dialect: Dialect): boolean {
  const supported = supportedRevision.alembicHeads[dialect];
  return (
    found.length > 0 && found.every((revision) => revision === supported || earlierRevisions[dialect].has(revision))
  );
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

/** Tables are not what Prefect makes of them, although the database says that it is at the supported revision. Nothing was written. */
export class AlteredTablesError extends PrefectOrmError {
  readonly code = 'ALTERED_TABLES';
  /** What is different and does harm. */
  readonly alterations: readonly Alteration[];

  constructor(alterations: readonly Alteration[]) {
    super(
      `The database says that it is at Prefect ${supportedRevision.prefect}, but its tables are not what that version makes of them: ` +
        `${some(
          alterations.map(({ table, what }) => `in ${table}, ${what}`),
          '; ',
        )}. Take these changes back, or restore the database from a backup; ` +
        `'prefect-orm migrate status' lists them all.`,
    );
    this.alterations = alterations;
  }
}

/** A table was touched that lacks columns which the entities have, in a database of another revision that was opened all the same. */
export class UnreadableTableError extends PrefectOrmError {
  readonly code = 'UNREADABLE_TABLE';
  readonly table: string;
  /** The columns that are missing; null when the table itself is. */
  readonly columns: readonly string[] | null;
  /** What `alembic_version` holds. */
  readonly found: readonly string[];
  readonly supported: string;

  constructor(table: string, columns: readonly string[] | null, found: readonly string[], dialect: Dialect) {
    const supported = supportedRevision.alembicHeads[dialect];
    const lack = columns === null ? `has no table ${table}` : `has a table ${table} without ${some(columns)}`;
    super(
      `The database, at alembic revision ${found.join(', ') || '(none)'}, ${lack}, so ${table} cannot be read here: ` +
        `this version is made for ${supported} (Prefect ${supportedRevision.prefect}). Read other tables, bring a copy of the database to that revision, or use a version of prefect-orm made for it.`,
    );
    this.table = table;
    this.columns = columns;
    this.found = found;
    this.supported = supported;
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

function some(names: readonly string[], separator = ', '): string {
  const shown = names.slice(0, 5).join(separator);
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
