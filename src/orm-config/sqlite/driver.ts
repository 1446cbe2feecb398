import type { Configuration, EntityManagerType } from '@mikro-orm/core';
import { PrefectDriver } from '../prefect-driver.ts';
import { PrefectSqliteConnection } from './connection.ts';
import { PrefectSqliteEntityManager } from './entity-manager.ts';
import { PrefectSqlitePlatform } from './platform.ts';

/** MikroORM's driver over better-sqlite3, with connections of our own. */
export class PrefectSqliteDriver extends PrefectDriver<PrefectSqliteConnection, PrefectSqlitePlatform> {
  constructor(config: Configuration) {
    super(config, new PrefectSqlitePlatform(), PrefectSqliteConnection, ['kysely', 'better-sqlite3']);
  }

  override createEntityManager(useContext?: boolean): this[typeof EntityManagerType] {
    return new PrefectSqliteEntityManager(this.config, this, this.metadata, useContext) as never;
  }
}
