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
