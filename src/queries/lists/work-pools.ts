import type { EntityManager } from '@mikro-orm/core';
import { WorkPool } from '../../domain/index.ts';
import { workPoolFilters, type WorkPoolFilters } from '../filters/filters.ts';
import { ascending, ordersOf } from '../sort-order.ts';
import { count, list, type Listing, type ListOptions } from './list.ts';
import { type Page, page, type PageOptions } from './page.ts';

/** The order of work pools. The reference has no name for it. */
const orders = ordersOf<WorkPool>()({
  NAME_ASC: [ascending('name')],
});
export type WorkPoolSort = keyof typeof orders;

const listing: Listing<WorkPool, WorkPoolFilters, WorkPoolSort> = {
  entityClass: WorkPool,
  filters: workPoolFilters,
  orders,
  defaultSort: 'NAME_ASC',
};

/**
 * The work pools that meet the filters; by `NAME_ASC` if not told otherwise.
 *
 * @throws {@link InvalidFilterError}, {@link InvalidArgumentError} for what makes no sense; nothing was sent
 */
export async function workPools(
  em: EntityManager,
  options: ListOptions<WorkPoolFilters, WorkPoolSort> = {},
): Promise<WorkPool[]> {
  return list(em, listing, options);
}

/**
 * The work pools page by page: of those that are there all the time, and stay where they are in the order, none is left out or given twice.
 *
 * @throws {@link InvalidFilterError}, {@link InvalidArgumentError}, {@link InvalidCursorError} for what makes no sense; nothing was sent
 */
export async function workPoolsPage(
  em: EntityManager,
  options: PageOptions<WorkPoolFilters, WorkPoolSort> = {},
): Promise<Page<WorkPool>> {
  return page(em, listing, options);
}

/**
 * How many work pools meet the filters; all if left out.
 *
 * @throws {@link InvalidFilterError} for what makes no sense; nothing was sent
 */
export async function countWorkPools(em: EntityManager, filter?: WorkPoolFilters): Promise<number> {
  return count(em, listing, filter);
}
