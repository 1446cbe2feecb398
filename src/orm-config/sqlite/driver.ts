import type {
  Configuration,
  Dictionary,
  EntityData,
  EntityDictionary,
  EntityMetadata,
  EntityName,
  NativeInsertUpdateManyOptions,
  PopulateOptions,
  QueryResult,
} from '@mikro-orm/core';
import { AbstractSqlDriver, type AnyQueryBuilder } from '@mikro-orm/sql';
import { insertByGaps } from '../insert-by-gaps.ts';
import { withoutJsonNulls } from '../json-nulls.ts';
import { PrefectSqliteConnection } from './connection.ts';
import { PrefectSqlitePlatform } from './platform.ts';

/** MikroORM's driver over better-sqlite3, with connections of our own. */
export class PrefectSqliteDriver extends AbstractSqlDriver<PrefectSqliteConnection, PrefectSqlitePlatform> {
  constructor(config: Configuration) {
    super(config, new PrefectSqlitePlatform(), PrefectSqliteConnection, ['kysely', 'better-sqlite3']);
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
