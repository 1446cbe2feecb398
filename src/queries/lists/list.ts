import type { EntityClass, EntityManager } from '@mikro-orm/core';
import type { Base } from '../../domain/index.ts';
import { wholeNumber } from '../arguments.ts';
import { InvalidArgumentError } from '../errors.ts';
import type { Part } from '../filters/part.ts';
import { conditionOf, readFilter } from '../filters/read.ts';
import { Row } from '../filters/row.ts';
import type { SortOrders } from '../sort-order.ts';
import { rowsOf, sql, Statement } from '../statement.ts';
import { orderOf, type SortTerm, termsOf } from './sort-terms.ts';

/** How many rows a list gives, unless it is told, and at most: as Prefect's API. */
export const maxLimit = 200;

/** A kind of row that can be listed. */
export interface Listing<Entity extends Base, Filters, Sort extends string> {
  readonly entityClass: EntityClass<Entity>;
  readonly filters: Part<Filters>;
  readonly orders: SortOrders<Entity, Sort>;
  readonly defaultSort: Sort;
}

/** What is listed. */
export interface ListOptions<Filters, Sort extends string> {
  /** Prefect's filters, by the names of its API; all rows if left out. */
  readonly filter?: Filters | undefined;
  /** Ties are decided by the id. */
  readonly sort?: Sort | undefined;
  /** From 0 to 200, which is also what is meant if left out. */
  readonly limit?: number | undefined;
  /** How many rows are passed over first; 0 if left out. */
  readonly offset?: number | undefined;
}

/** A question to a listing whose arguments make sense. */
export interface Selection {
  readonly from: Statement;
  readonly where: Statement;
  readonly terms: readonly SortTerm[];
  /** The filter as it was read. */
  readonly read: unknown;
}

/** The name of the row that is listed, in the statements. */
const listed = 'listed';

/** The rows that are asked for, with what the reference loads with them. */
export async function list<Entity extends Base, Filters, Sort extends string>(
  em: EntityManager,
  listing: Listing<Entity, Filters, Sort>,
  options: ListOptions<Filters, Sort>,
): Promise<Entity[]> {
  const { from, where, terms } = selectionOf(em, listing, options);
  const limit = limitOf(options.limit);
  const offset = wholeNumber('offset', options.offset ?? 0);
  // as em.find does: what waits to be inserted counts
  await em.tryFlush(listing.entityClass, {});
  const rows = await rowsOf<{ id: string }>(
    em,
    sql`select listed.id from ${from} where ${where} order by ${orderOf(terms)} limit ${limit} offset ${offset}`,
  );
  return loadInOrder(em, listing.entityClass, rows);
}

/** How many rows meet the filters. */
export async function count<Entity extends Base, Filters, Sort extends string>(
  em: EntityManager,
  listing: Listing<Entity, Filters, Sort>,
  filter: Filters | undefined,
): Promise<number> {
  const { from, where } = selectionOf(em, listing, { filter });
  await em.tryFlush(listing.entityClass, {});
  const [row] = await rowsOf<{ count: number | string }>(em, sql`select count(*) as count from ${from} where ${where}`);
  return Number(row?.count);
}

/** @throws InvalidFilterError, InvalidArgumentError for what makes no sense */
export function selectionOf<Entity extends Base, Filters, Sort extends string>(
  em: EntityManager,
  { entityClass, filters, orders, defaultSort }: Listing<Entity, Filters, Sort>,
  { filter, sort = defaultSort }: Pick<ListOptions<Filters, Sort>, 'filter' | 'sort'>,
): Selection {
  if (!Object.hasOwn(orders, sort)) {
    throw new InvalidArgumentError('sort', `is none of ${Object.keys(orders).join(', ')}.`);
  }
  const row = new Row(listed, em.getPlatform());
  const read = readFilter(filters, filter ?? ({} as Filters), em.getPlatform());
  const meta = em.getMetadata(entityClass);
  return {
    from: sql`${new Statement(meta.tableName)} as ${row.table}`,
    where: conditionOf(filters, read, row),
    terms: termsOf(meta, orders[sort].keys, row),
    read,
  };
}

export function limitOf(limit: number = maxLimit): number {
  if (wholeNumber('limit', limit) > maxLimit) {
    throw new InvalidArgumentError('limit', `is more than ${maxLimit}. Ask for the rest with offset, or page by page.`);
  }
  return limit;
}

/** The entities of these rows, in their order. A row that is gone by now is left out. */
export async function loadInOrder<Entity extends Base>(
  em: EntityManager,
  entityClass: EntityClass<Entity>,
  rows: readonly { readonly id: string }[],
): Promise<Entity[]> {
  if (rows.length === 0) {
    return [];
  }
  const ids = rows.map(({ id }) => id);
  const entities = await em.find<Base>(entityClass as EntityClass<Base>, { id: ids });
  const byId = new Map(entities.map((entity) => [entity.id, entity as Entity]));
  return ids.map((id) => byId.get(id)).filter((entity) => entity !== undefined);
}
