import type { Configuration, Constructor } from '@mikro-orm/core';
import { AbstractSqlDriver } from '@mikro-orm/sql';
import { PrefectSqliteConnection } from './connection.ts';
import { PrefectSqlitePlatform } from './platform.ts';

/** MikroORM's driver over better-sqlite3, with connections of our own. */
export class PrefectSqliteDriver extends AbstractSqlDriver<PrefectSqliteConnection, PrefectSqlitePlatform> {
  constructor(config: Configuration) {
    super(config, new PrefectSqlitePlatform(), PrefectSqliteConnection as Constructor<PrefectSqliteConnection>, ['kysely', 'better-sqlite3']);
  }
}
