import { QueryFlag } from '@mikro-orm/core';
import type { AnyQueryBuilder } from '@mikro-orm/sql';

/**
 * Keeps a query builder from converting values twice. What stands in `$some`, `$none` or `$every` is converted with the whole condition,
 * and MikroORM hands it to a builder for the sub-query, a clone that keeps no more than the schema, which would do so again.
 */
export function convertingOnce<T extends object>(builder: AnyQueryBuilder<T>): AnyQueryBuilder<T> {
  const clone = builder.clone.bind(builder);
  builder.clone = (reset, preserve) => {
    const copy = clone(reset, preserve);
    if (reset === true && preserve) {
      copy.unsetFlag(QueryFlag.CONVERT_CUSTOM_TYPES);
    }
    return convertingOnce(copy);
  };
  return builder;
}
