import {
  type EntityDictionary,
  type EntityMetadata,
  type EntityProperty,
  type QueryResult,
  raw,
} from '@mikro-orm/core';

/**
 * Inserts rows in one statement for each set of columns that they leave to the database's own default.
 *
 * MikroORM writes many rows with the columns of all of them: what one row leaves out becomes NULL on SQLite, and on PostgreSQL only what
 * the first row leaves out is read back. And it takes null for a gap on PostgreSQL; here null is null, which the database refuses.
 *
 * @param insert sends one such set
 * @returns as if it had been one statement: rows in the order given
 */
export async function insertByGaps<T extends object>(
  meta: EntityMetadata<T>,
  rows: EntityDictionary<T>[],
  insert: (rows: EntityDictionary<T>[]) => Promise<QueryResult<T>>,
): Promise<QueryResult<T>> {
  const defaulted = meta.props.filter(
    (prop) => prop.defaultRaw !== undefined && !prop.nullable && prop.persist !== false,
  );
  const gapsOf = (row: EntityDictionary<T>) =>
    defaulted.filter((prop) => row[prop.name] === undefined).map((prop) => prop.name);
  const spelled = rows.map((row) => withNulls(row, defaulted));
  const sets = Map.groupBy(rows.keys(), (index) => gapsOf(rows[index]!).join());
  if (sets.size < 2) {
    return insert(spelled);
  }
  const returned: NonNullable<QueryResult<T>['rows']> = [];
  let affectedRows = 0;
  let last: QueryResult<T> | undefined;
  for (const indices of sets.values()) {
    last = await insert(indices.map((index) => spelled[index]!));
    affectedRows += last.affectedRows;
    for (const [at, index] of indices.entries()) {
      returned[index] = last.rows?.[at] as (typeof returned)[number];
    }
  }
  return { ...last, affectedRows, rows: returned, row: returned[0] } as QueryResult<T>;
}

function withNulls<T extends object>(row: EntityDictionary<T>, defaulted: EntityProperty<T>[]): EntityDictionary<T> {
  const nulls = defaulted.filter((prop) => row[prop.name] === null);
  return nulls.length === 0 ? row : { ...row, ...Object.fromEntries(nulls.map((prop) => [prop.name, raw('null')])) };
}
