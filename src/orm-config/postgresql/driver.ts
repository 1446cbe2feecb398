import type { Configuration, EntityManagerType } from '@mikro-orm/core';
import { PrefectDriver } from '../prefect-driver.ts';
import { PrefectPostgreSqlConnection } from './connection.ts';
import { PrefectPostgreSqlEntityManager } from './entity-manager.ts';
import { PrefectPostgreSqlPlatform } from './platform.ts';

/** MikroORM's driver over pg, with connections of our own. */
export class PrefectPostgreSqlDriver extends PrefectDriver<PrefectPostgreSqlConnection, PrefectPostgreSqlPlatform> {
  constructor(config: Configuration) {
    super(config, new PrefectPostgreSqlPlatform(), PrefectPostgreSqlConnection, ['kysely', 'pg']);
  }

  override createEntityManager(useContext?: boolean): this[typeof EntityManagerType] {
    return new PrefectPostgreSqlEntityManager(this.config, this as never, this.metadata, useContext) as never;
  }
}
