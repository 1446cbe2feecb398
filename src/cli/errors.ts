import { PrefectOrmError } from '../domain/shared/errors.ts';

/** There is no file at the path given. Nothing was made in its place. */
export class NoDatabaseFileError extends PrefectOrmError {
  override readonly code = 'NO_DATABASE_FILE';

  constructor(readonly path: string) {
    super(
      `There is no file ${path}: give the path of an SQLite database, or a URL such as postgresql://user@host/prefect.`,
    );
  }
}

/** The database is empty. */
export class NoPrefectTablesError extends PrefectOrmError {
  override readonly code = 'NO_PREFECT_TABLES';

  constructor() {
    super(
      'The database has no tables: start a Prefect server on it, or run prefect-orm migrate up, and it will have something to show.',
    );
  }
}

/** The server has closed the connection in the middle of a command. */
export class ConnectionLostError extends PrefectOrmError {
  override readonly code = 'CONNECTION_LOST';

  constructor(options?: ErrorOptions) {
    super(
      'The connection to the database was lost. What was not committed is undone: run the command again when the server answers, a copy with --resume.',
      options,
    );
  }
}

/** The database, or its file, may only be read. Nothing was written. */
export class ReadOnlyDatabaseError extends PrefectOrmError {
  override readonly code = 'READ_ONLY_DATABASE';

  constructor(options?: ErrorOptions) {
    super(
      'The database may only be read: switch default_transaction_read_only off, take another server than a standby, or see that the file and its folder may be written.',
      options,
    );
  }
}

/** The role may not do what the command needs. What was not committed is undone. */
export class PermissionDeniedError extends PrefectOrmError {
  override readonly code = 'PERMISSION_DENIED';

  /** @param refusal what the server says */
  constructor(refusal: string, options?: ErrorOptions) {
    super(
      `The server refuses it to this role: ${refusal}. Grant the right, or give the role that owns the database.`,
      options,
    );
  }
}
