import { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { ConnectionOptions } from '../../../src/orm-config/connection-options.ts';
import { PrefectPostgreSqlDriver } from '../../../src/orm-config/postgresql/driver.ts';
import { resolveOptions } from '../../../src/orm-config/resolve-options.ts';
import { PrefectSqliteDriver } from '../../../src/orm-config/sqlite/driver.ts';
import { readConnectionUrl } from '../../../src/orm-config/url/index.ts';
import { createNote, NoteSchema } from './note.ts';

/** ORMs over one table of notes, which are closed with the suite. */
export class NoteOrms {
  readonly #open: MikroORM[] = [];

  constructor() {
    after('closes the connections', () => Promise.all(this.#open.map((orm) => orm.close(true))));
  }

  /** An ORM on a database, with the options of a connection. */
  async open(url: string, options: ConnectionOptions = {}): Promise<MikroORM> {
    const address = readConnectionUrl(url);
    const connection = resolveOptions(options, { url: address.options });
    const sqlite = address.dialect === 'sqlite';
    const orm = await MikroORM.init({
      driver: (sqlite ? PrefectSqliteDriver : PrefectPostgreSqlDriver) as typeof PrefectSqliteDriver,
      dbName: sqlite ? (address.path ?? ':memory:') : (address.database ?? 'postgres'),
      driverOptions: () => (sqlite ? { connection, mustExist: false } : { address, connection }),
      entities: [NoteSchema],
      ensureDatabase: false,
    });
    this.#open.push(orm);
    await orm.connect();
    return orm;
  }

  /** The same, with the table. */
  async create(url: string, options?: ConnectionOptions): Promise<MikroORM> {
    const orm = await this.open(url, options);
    await emOf(orm).execute(createNote[readConnectionUrl(url).dialect]);
    return orm;
  }
}

/** A unit of work of its own. */
export function emOf(orm: MikroORM): SqlEntityManager {
  return orm.em.fork() as SqlEntityManager;
}
