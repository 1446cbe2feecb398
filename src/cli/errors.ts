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
