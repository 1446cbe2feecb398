import { AioSqliteORMConfiguration } from './aio-sqlite-orm-configuration.ts';
import { AsyncPostgresORMConfiguration } from './async-postgres-orm-configuration.ts';
import type { BaseORMConfiguration } from './base-orm-configuration.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { connectionUrlFromEnvironment, readConnectionUrl } from './url/index.ts';

/**
 * The configuration for a database, by its URL.
 *
 * @param url left out: the environment's
 * @throws InvalidConnectionUrlError, MissingConnectionUrlError or InvalidConnectionOptionError
 */
export function configurationFor(
  url: string = connectionUrlFromEnvironment(),
  options: ConnectionOptions = {},
): BaseORMConfiguration {
  const { dialect } = readConnectionUrl(url);
  return dialect === 'sqlite'
    ? new AioSqliteORMConfiguration(url, options)
    : new AsyncPostgresORMConfiguration(url, options);
}
