import { BaseORMConfiguration, type OrmOptions } from './base-orm-configuration.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { InvalidConnectionUrlError } from './errors.ts';
import { resolveOptions } from './resolve-options.ts';
import type { SqliteDriverOptions } from './sqlite/connection.ts';
import { PrefectSqliteDriver } from './sqlite/driver.ts';
import { applyTraits } from './traits/sqlite.ts';
import { connectionUrlFromEnvironment, readConnectionUrl, type SqliteAddress } from './url/index.ts';

/** The domain model on SQLite: a file that Prefect may have open at the same time, or memory. */
export class AioSqliteORMConfiguration extends BaseORMConfiguration {
  readonly dialect = 'sqlite';
  readonly #address: SqliteAddress;

  /**
   * @param connectionUrl `sqlite+aiosqlite:///relative`, `sqlite+aiosqlite:////absolute`, `sqlite+aiosqlite:///:memory:`,
   *   SQLite's `file:` URIs or a path; left out: the environment's
   * @throws InvalidConnectionUrlError, MissingConnectionUrlError or InvalidConnectionOptionError
   */
  constructor(connectionUrl: string = connectionUrlFromEnvironment(), options: ConnectionOptions = {}) {
    const address = readConnectionUrl(connectionUrl);
    if (address.dialect !== 'sqlite') {
      throw new InvalidConnectionUrlError(
        'The connection URL is not one of SQLite: give sqlite+aiosqlite:///path, or use AsyncPostgresORMConfiguration.',
      );
    }
    // What Prefect's connections wait for a lock.
    super(connectionUrl, address, resolveOptions(options, { url: address.options, dialect: { timeout: 60 } }));
    this.#address = address;
  }

  override get isInMemory(): boolean {
    return this.#address.path === null;
  }

  override describe(): string {
    return this.#address.path ?? ':memory:';
  }

  protected override dialectOptions(): OrmOptions {
    const settings: SqliteDriverOptions = { connection: this.options, mustExist: this.#address.mustExist };
    return {
      driver: PrefectSqliteDriver,
      dbName: this.#address.path ?? ':memory:',
      driverOptions: () => settings,
      discovery: { afterDiscovered: applyTraits },
    };
  }
}
