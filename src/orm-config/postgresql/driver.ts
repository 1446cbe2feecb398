import type {
  Configuration,
  EntityDictionary,
  EntityManagerType,
  EntityName,
  NativeInsertUpdateManyOptions,
  QueryResult,
} from '@mikro-orm/core';
import { EntityManager as PostgreSqlEntityManager } from '@mikro-orm/postgresql';
import { AbstractSqlDriver } from '@mikro-orm/sql';
import { insertByGaps } from '../insert-by-gaps.ts';
import { PrefectPostgreSqlConnection } from './connection.ts';
import { PrefectPostgreSqlPlatform } from './platform.ts';

/** MikroORM's driver over pg, with connections of our own. */
export class PrefectPostgreSqlDriver extends AbstractSqlDriver<PrefectPostgreSqlConnection, PrefectPostgreSqlPlatform> {
  constructor(config: Configuration) {
    super(config, new PrefectPostgreSqlPlatform(), PrefectPostgreSqlConnection, ['kysely', 'pg']);
  }

  override createEntityManager(useContext?: boolean): this[typeof EntityManagerType] {
    return new PostgreSqlEntityManager(this.config, this as never, this.metadata, useContext);
  }

  override async nativeInsertMany<T extends object>(
    entityName: EntityName<T>,
    data: EntityDictionary<T>[],
    options: NativeInsertUpdateManyOptions<T> = {},
    transform?: (sql: string) => string,
  ): Promise<QueryResult<T>> {
    return insertByGaps(this.metadata.get(entityName), data, (rows) =>
      super.nativeInsertMany(entityName, rows, options, transform),
    );
  }
}
