import { isConnectionLost } from './postgresql/lost.ts';

/** What keeps a database from doing as it was told, whatever the statement was. */
export type Hindrance = 'connection lost' | 'disk full' | 'read only' | 'permission denied';

/** What the drivers say, by their codes: a class 53 or 42 of PostgreSQL, or a result code of SQLite. */
const hindrances: Readonly<Record<string, Hindrance>> = {
  '53100': 'disk full',
  SQLITE_FULL: 'disk full',
  // the index of the log is made first, and SQLite makes sure that there is room for it
  SQLITE_IOERR_SHMSIZE: 'disk full',
  '25006': 'read only',
  SQLITE_READONLY: 'read only',
  '42501': 'permission denied',
};

/** What keeps the database from it, where an error of a driver, or MikroORM's exception for it, tells of such a thing. */
export function hindranceOf(error: unknown): Hindrance | undefined {
  if (isConnectionLost(error)) {
    return 'connection lost';
  }
  const { code = '', message = '' } = error as { code?: string; message?: string };
  // the other library that reads SQLite has one code for all errors
  return hindrances[code] ?? (message.includes('readonly database') ? 'read only' : undefined);
}
