import { PrefectOrmError } from '../domain/shared/errors.ts';

/** A connection URL cannot be understood. The message never holds a password. */
export class InvalidConnectionUrlError extends PrefectOrmError {
  readonly code = 'INVALID_CONNECTION_URL';
}

/** Neither an argument nor the environment says which database is meant. */
export class MissingConnectionUrlError extends PrefectOrmError {
  readonly code = 'MISSING_CONNECTION_URL';

  constructor() {
    super(
      'No database is given. Pass a connection URL, or set PREFECT_SERVER_DATABASE_CONNECTION_URL, ' +
        'for example to sqlite+aiosqlite:////home/me/.prefect/prefect.db or postgresql+asyncpg://user:password@host:5432/prefect.',
    );
  }
}

/** An option of a connection, given in code or in the environment, has a value that makes no sense. */
export class InvalidConnectionOptionError extends PrefectOrmError {
  readonly code = 'INVALID_CONNECTION_OPTION';
  /** The name of the option, or of the environment variable. */
  readonly option: string;

  constructor(option: string, expected: string) {
    super(`${option} is not valid: give ${expected}.`);
    this.option = option;
  }
}

/** All connections were in use for longer than a caller may wait. Later callers may have more luck. */
export class ConnectionPoolTimeoutError extends PrefectOrmError {
  readonly code = 'CONNECTION_POOL_TIMEOUT';
  /** How many connections there may be at a time. */
  readonly size: number;
  /** How long the caller has waited, in seconds. */
  readonly timeout: number;

  constructor(
    size: number,
    timeout: number,
    advice = 'Make transactions shorter, or raise poolSize, maxOverflow or poolTimeout.',
  ) {
    super(
      `${size === 1 ? 'The only connection was' : `All ${size} connections were`} in use for ${timeout} s. ${advice}`,
    );
    this.size = size;
    this.timeout = timeout;
  }
}

/** A file is there, but it is not an SQLite database. */
export class NotADatabaseError extends PrefectOrmError {
  readonly code = 'NOT_A_DATABASE';
  readonly path: string;

  constructor(path: string, options?: ErrorOptions) {
    super(`${path} is not an SQLite database. Check the path; nothing was written.`, options);
    this.path = path;
  }
}

/** The file of an SQLite database cannot be opened. */
export class DatabaseFileError extends PrefectOrmError {
  readonly code = 'DATABASE_FILE';
  readonly path: string;

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`The SQLite database ${path} cannot be opened: ${reason}`, options);
    this.path = path;
  }
}

/** There is no room for what was to be written. The transaction is undone. */
export class DiskFullError extends PrefectOrmError {
  readonly code = 'DISK_FULL';

  constructor(options?: ErrorOptions) {
    super(
      'The disk of the database is full, or the share of it that may be used. What was not committed is undone: make room, and do it again.',
      options,
    );
  }
}

/** A transaction was begun by a statement of its own. It was rolled back. */
export class StrayTransactionError extends PrefectOrmError {
  readonly code = 'STRAY_TRANSACTION';

  constructor() {
    super(
      'A statement left a transaction open, which was rolled back. Begin transactions with em.transactional() or em.begin(), not with SQL.',
    );
  }
}

/** A PostgreSQL server does not answer, or not now. */
export class ServerUnreachableError extends PrefectOrmError {
  readonly code = 'SERVER_UNREACHABLE';
  /** Where it was looked for: host and port, or a socket. */
  readonly server: string;

  constructor(server: string, reason: string, options?: ErrorOptions) {
    super(`No connection to the PostgreSQL server at ${server}: ${reason}`, options);
    this.server = server;
  }
}

/** A PostgreSQL server does not let this user in. */
export class AuthenticationError extends PrefectOrmError {
  readonly code = 'AUTHENTICATION_FAILED';
  readonly server: string;
  readonly user: string;

  constructor(server: string, user: string, options?: ErrorOptions) {
    super(
      `The PostgreSQL server at ${server} does not let ${user} in. Check the user and the password in the connection URL; ` +
        'special characters must be percent-encoded, such as %40 for @. The server may also demand TLS, or not know this address (pg_hba.conf).',
      options,
    );
    this.server = server;
    this.user = user;
  }
}

/** A PostgreSQL server has no such database. */
export class DatabaseNotFoundError extends PrefectOrmError {
  readonly code = 'DATABASE_NOT_FOUND';
  readonly server: string;
  readonly database: string;

  constructor(server: string, database: string, options?: ErrorOptions) {
    super(
      `The PostgreSQL server at ${server} has no database ${database}. Check the name in the connection URL, or make it with CREATE DATABASE.`,
      options,
    );
    this.server = server;
    this.database = database;
  }
}

/** TLS to a PostgreSQL server cannot be established as asked for. */
export class TlsError extends PrefectOrmError {
  readonly code = 'TLS_FAILED';
  readonly server: string;

  constructor(server: string, reason: string, options?: ErrorOptions) {
    super(`No TLS connection to the PostgreSQL server at ${server}: ${reason}`, options);
    this.server = server;
  }
}

/** A transaction was to be committed in which a statement had failed. The server rolled it back. */
export class TransactionAbortedError extends PrefectOrmError {
  readonly code = 'TRANSACTION_ABORTED';

  constructor() {
    super(
      'The transaction was rolled back, because a statement in it had failed. Let the error end the transaction, or put what may fail into a nested em.transactional().',
    );
  }
}
