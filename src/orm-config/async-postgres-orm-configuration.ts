import { BaseORMConfiguration, type OrmOptions } from './base-orm-configuration.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { InvalidConnectionUrlError } from './errors.ts';
import type { PostgresDriverOptions } from './postgresql/connection.ts';
import { PrefectPostgreSqlDriver } from './postgresql/driver.ts';
import { resolveOptions } from './resolve-options.ts';
import { applyTraits } from './traits/postgresql.ts';
import { connectionUrlFromEnvironment, type PostgresAddress, readConnectionUrl } from './url/index.ts';

/** The domain model on a PostgreSQL server. */
export class AsyncPostgresORMConfiguration extends BaseORMConfiguration {
  readonly dialect = 'postgresql';
  readonly #address: PostgresAddress;

  /**
   * @param connectionUrl `postgresql+asyncpg://user:password@host:port/database?…`, or with a plain `postgresql:`; left out: the environment's
   * @throws InvalidConnectionUrlError, MissingConnectionUrlError or InvalidConnectionOptionError
   */
  constructor(connectionUrl: string = connectionUrlFromEnvironment(), options: ConnectionOptions = {}) {
    const address = readConnectionUrl(connectionUrl);
    if (address.dialect !== 'postgresql') {
      throw new InvalidConnectionUrlError(
        'The connection URL is not one of PostgreSQL: give postgresql+asyncpg://user:password@host:5432/database, or use AioSqliteORMConfiguration.',
      );
    }
    super(connectionUrl, address, resolveOptions(options, { url: address.options }));
    this.#address = address;
  }

  override describe(): string {
    const { user, host, port, database } = this.#address;
    return `${user ?? ''}${user === null ? '' : '@'}${host ?? ''}${port === null ? '' : `:${port}`}/${database ?? ''}`;
  }

  protected override dialectOptions(): OrmOptions {
    const { host, port, user, database } = this.#address;
    const settings: PostgresDriverOptions = { address: this.#address, connection: this.options };
    return {
      driver: PrefectPostgreSqlDriver,
      // MikroORM wants to know a name; where the URL has none, pg takes that of the user.
      dbName: database ?? user ?? process.env['PGDATABASE'] ?? 'postgres',
      ...(host !== null && { host }),
      ...(port !== null && { port }),
      ...(user !== null && { user }),
      // A function, so that nothing that lists MikroORM's options shows the password.
      driverOptions: () => settings,
      discovery: { afterDiscovered: applyTraits },
    };
  }
}
