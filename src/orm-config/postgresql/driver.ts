import type {
  Configuration,
  Dictionary,
  EntityData,
  EntityDictionary,
  EntityManagerType,
  EntityMetadata,
  EntityName,
  NativeInsertUpdateManyOptions,
  PopulateOptions,
  QueryResult,
} from '@mikro-orm/core';
import { EntityManager as PostgreSqlEntityManager } from '@mikro-orm/postgresql';
import { AbstractSqlDriver, type AnyQueryBuilder } from '@mikro-orm/sql';
import { insertByGaps } from '../insert-by-gaps.ts';
import { withoutJsonNulls } from '../json-nulls.ts';
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

  override mapResult<T extends object>(
    result: EntityData<T>,
    meta: EntityMetadata<T>,
    populate?: PopulateOptions<T>[],
    qb?: AnyQueryBuilder<T>,
    map?: Dictionary,
  ): EntityData<T> | null {
    return withoutJsonNulls(super.mapResult(result, meta, populate, qb, map), meta);
  }
}
