import type {
  ConnectionType,
  Dictionary,
  EntityData,
  EntityDictionary,
  EntityMetadata,
  EntityName,
  LoggingOptions,
  NativeInsertUpdateManyOptions,
  PopulateOptions,
  QueryResult,
  Transaction,
} from '@mikro-orm/core';
import {
  type AbstractSqlConnection,
  AbstractSqlDriver,
  type AbstractSqlPlatform,
  type AnyQueryBuilder,
  type SqlEntityManager,
} from '@mikro-orm/sql';
import { convertingOnce } from './converting-once.ts';
import { insertByGaps } from './insert-by-gaps.ts';
import { type RefusedTables, refusing } from './refused-tables.ts';
import { withoutJsonNulls } from './json-nulls.ts';

/** What both drivers do otherwise than MikroORM's: how rows go in, how they are asked for, and how they come out. */
export abstract class PrefectDriver<
  Connection extends AbstractSqlConnection = AbstractSqlConnection,
  Platform extends AbstractSqlPlatform = AbstractSqlPlatform,
> extends AbstractSqlDriver<Connection, Platform> {
  #refused: RefusedTables = new Map();

  /** Meets whoever touches one of these tables from now on with the error that stands beside its name. */
  refuse(tables: RefusedTables): void {
    this.#refused = tables;
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

  override createQueryBuilder<T extends object>(
    entityName: EntityName<T> | AnyQueryBuilder<T>,
    ctx?: Transaction,
    preferredConnectionType?: ConnectionType,
    convertCustomTypes?: boolean,
    loggerContext?: LoggingOptions,
    alias?: string,
    em?: SqlEntityManager,
  ): AnyQueryBuilder<T> {
    const builder = convertingOnce(
      super.createQueryBuilder(entityName, ctx, preferredConnectionType, convertCustomTypes, loggerContext, alias, em),
    );
    return this.#refused.size === 0 ? builder : refusing(builder, this.#refused, this.metadata);
  }
}
