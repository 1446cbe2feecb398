import { InvalidConnectionUrlError, MissingConnectionUrlError } from '../errors.ts';
import type { ConnectionAddress } from './connection-address.ts';
import { isPostgresUrl, readPostgresUrl } from './postgres-url.ts';
import { isSqliteUrl, readSqliteUrl } from './sqlite-url.ts';

export type { ConnectionAddress, PostgresAddress, SqliteAddress, TlsMode } from './connection-address.ts';

/**
 * Takes a connection URL apart, in Prefect's form or a plain one.
 *
 * @throws InvalidConnectionUrlError
 */
export function readConnectionUrl(url: string): ConnectionAddress {
  if (isPostgresUrl(url)) {
    return readPostgresUrl(url);
  }
  if (isSqliteUrl(url)) {
    return readSqliteUrl(url);
  }
  const scheme = /^([a-z][a-z0-9+]{0,20}):\/\//i.exec(url)?.[1];
  throw new InvalidConnectionUrlError(
    `${scheme ? `The database ${scheme} is not supported` : 'The connection URL cannot be read'}: ` +
      'give sqlite+aiosqlite:///path or postgresql+asyncpg://user:password@host:5432/database.',
  );
}

/**
 * The URL that the environment gives, by Prefect's own variables.
 *
 * @throws MissingConnectionUrlError when there is none: no database is better than one that nobody meant
 */
export function connectionUrlFromEnvironment(environment: NodeJS.ProcessEnv = process.env): string {
  const url =
    environment['PREFECT_SERVER_DATABASE_CONNECTION_URL'] || environment['PREFECT_API_DATABASE_CONNECTION_URL'];
  if (!url) {
    throw new MissingConnectionUrlError();
  }
  return url;
}
