import { type EntityManager, MikroORM } from '@mikro-orm/core';
import { type BaseORMConfiguration, configurationFor } from '../../src/orm-config/index.ts';
import { type Database, type Dialect, migratedDatabase } from '../../test/support/databases/index.ts';
import { freezePostgreSql, frozenSearchPath, holdPostgreSqlTime } from './frozen-postgresql.ts';
import { freezeSqlite, holdSqliteTime } from './frozen-sqlite.ts';
import { Tables } from './tables.ts';

/** A migrated database that the cases of one dialect share, one after another. */
export class ConformanceDatabase {
  readonly dialect: Dialect;
  readonly configuration: BaseORMConfiguration;
  readonly orm: MikroORM;
  readonly tables: Tables;
  readonly #database: Database;

  private constructor(dialect: Dialect, database: Database, configuration: BaseORMConfiguration, orm: MikroORM) {
    this.dialect = dialect;
    this.#database = database;
    this.configuration = configuration;
    this.orm = orm;
    this.tables = new Tables(orm.getMetadata());
  }

  static async open(dialect: Dialect): Promise<ConformanceDatabase> {
    const migrated = await migratedDatabase(dialect);
    if (dialect === 'sqlite') {
      holdSqliteTime();
    }
    const options = dialect === 'sqlite' ? {} : { searchPath: frozenSearchPath };
    const configuration = configurationFor(migrated.url, options);
    // not by init(), which looks for Prefect's tables in the first schema of the search path: that is the one of the frozen clock
    const orm = await MikroORM.init(configuration.mikroOrmOptions());
    const database = new ConformanceDatabase(dialect, migrated, configuration, orm);
    if (dialect === 'postgresql') {
      await holdPostgreSqlTime(database);
    }
    return database;
  }

  /** Stops the clock of the database, and with undefined lets it run again. */
  async freeze(moment: Temporal.Instant | undefined): Promise<void> {
    if (this.dialect === 'sqlite') {
      freezeSqlite(moment);
    } else {
      await freezePostgreSql(this, moment);
    }
  }

  /** A unit of work of its own. */
  em(): EntityManager {
    return this.orm.em.fork();
  }

  /** Runs a statement past the entities, for what only the database can tell. */
  async query<Row extends object>(statement: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return (await this.#send(statement, parameters, 'all')) as Row[];
  }

  /** Runs a statement past the entities that gives no rows. */
  async execute(statement: string, parameters: readonly unknown[] = []): Promise<void> {
    await this.#send(statement, parameters, 'run');
  }

  /** Removes every row that a case may have left. */
  async clear(): Promise<void> {
    // what would keep other rows from being deleted goes first; cascades take part of the rest
    await this.execute('update work_pool set default_queue_id = null');
    await this.execute('delete from agent');
    for (const table of this.tables.names) {
      await this.execute(`delete from ${table}`);
    }
  }

  async close(): Promise<void> {
    await this.orm.close();
    await this.#database.drop();
  }

  /** @throws DriverException, as a unit of work does */
  async #send(statement: string, parameters: readonly unknown[], method: 'all' | 'run'): Promise<unknown> {
    try {
      return await this.orm.em.getConnection().execute<unknown>(statement, [...parameters], method);
    } catch (error) {
      throw this.orm.em.getDriver().convertException(error as Error);
    }
  }
}
