import { type FindAllOptions, raw } from '@mikro-orm/core';

type OrderBy<Entity> = NonNullable<FindAllOptions<Entity>['orderBy']>;

/** What rows are sorted by: the first of these properties that is not null. */
export interface SortKey<Entity> {
  readonly firstOf: readonly (keyof Entity & string)[];
  readonly direction: 'asc' | 'desc';
}

/** An order, made anew for every query, because a raw expression serves only one. */
export interface SortOrder<Entity> {
  (): OrderBy<Entity>;
  /** What the order consists of. */
  readonly keys: readonly SortKey<Entity>[];
}

/**
 * The orders of one kind of row, by the reference's names: `em.find(FlowRun, {}, { orderBy: flowRunSort.NAME_ASC() })`.
 *
 * Ties are left undefined, as in the reference: add `id` for a stable order. Nulls stand where the database puts them: ascending,
 * SQLite puts them first and PostgreSQL last. Text is compared in the collation of the database.
 */
export type SortOrders<Entity, Name extends string> = Readonly<Record<Name, SortOrder<Entity>>>;

/** Builds the orders of one kind of row. */
export function ordersOf<Entity>() {
  return <Name extends string>(orders: Record<Name, readonly SortKey<Entity>[]>): SortOrders<Entity, Name> =>
    Object.fromEntries(
      Object.entries<readonly SortKey<Entity>[]>(orders).map(([name, keys]) => [
        name,
        Object.assign(() => keys.map(orderBy) as OrderBy<Entity>, { keys }),
      ]),
    ) as SortOrders<Entity, Name>;
}

function orderBy<Entity>({ firstOf, direction }: SortKey<Entity>): object {
  const [only, ...others] = firstOf;
  if (only !== undefined && others.length === 0) {
    return { [only]: direction };
  }
  return {
    [raw((alias) => `coalesce(${firstOf.map((property) => `${alias}.${underscored(property)}`).join(', ')})`)]:
      direction,
  };
}

function underscored(property: string): string {
  return property.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export function ascending<Property extends string>(...firstOf: Property[]) {
  return { firstOf, direction: 'asc' } as const;
}

export function descending<Property extends string>(...firstOf: Property[]) {
  return { firstOf, direction: 'desc' } as const;
}
