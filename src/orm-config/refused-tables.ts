import type { MetadataStorage } from '@mikro-orm/core';
import type { AnyQueryBuilder } from '@mikro-orm/sql';
import type { PrefectOrmError } from '../domain/shared/errors.ts';

/** Tables that may not be touched, and what whoever does is told. */
export type RefusedTables = ReadonlyMap<string, () => PrefectOrmError>;

/** Keeps a query builder, and those that it makes for sub-queries, from writing a statement with one of the tables in it. */
export function refusing<T extends object>(
  builder: AnyQueryBuilder<T>,
  tables: RefusedTables,
  metadata: MetadataStorage,
): AnyQueryBuilder<T> {
  const [clone, getNativeQuery] = [builder.clone.bind(builder), builder.getNativeQuery.bind(builder)];
  builder.clone = (...args) => refusing(clone(...args), tables, metadata);
  builder.getNativeQuery = (...args) => {
    // All joins are known only when it is written.
    const query = getNativeQuery(...args);
    for (const entityName of Object.values(builder.getAliasMap())) {
      const refusal = tables.get(metadata.find(entityName)?.tableName ?? '');
      if (refusal) {
        throw refusal();
      }
    }
    return query;
  };
  return builder;
}
