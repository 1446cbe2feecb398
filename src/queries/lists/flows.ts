import type { EntityManager } from '@mikro-orm/core';
import { Flow } from '../../domain/index.ts';
import { flowFilters, type FlowFilters } from '../filters/filters.ts';
import { flowSort, type FlowSort } from '../sort-orders.ts';
import { count, list, type Listing, type ListOptions } from './list.ts';
import { type Page, page, type PageOptions } from './page.ts';

const listing: Listing<Flow, FlowFilters, FlowSort> = {
  entityClass: Flow,
  filters: flowFilters,
  orders: flowSort,
  defaultSort: 'NAME_ASC',
};

/**
 * The flows that meet the filters; by `NAME_ASC` if not told otherwise.
 *
 * @throws {@link InvalidFilterError}, {@link InvalidArgumentError} for what makes no sense; nothing was sent
 */
export async function flows(em: EntityManager, options: ListOptions<FlowFilters, FlowSort> = {}): Promise<Flow[]> {
  return list(em, listing, options);
}

/**
 * The flows page by page: of those that are there all the time, and stay where they are in the order, none is left out or given twice.
 *
 * @throws {@link InvalidFilterError}, {@link InvalidArgumentError}, {@link InvalidCursorError} for what makes no sense; nothing was sent
 */
export async function flowsPage(
  em: EntityManager,
  options: PageOptions<FlowFilters, FlowSort> = {},
): Promise<Page<Flow>> {
  return page(em, listing, options);
}

/**
 * How many flows meet the filters; all if left out.
 *
 * @throws {@link InvalidFilterError} for what makes no sense; nothing was sent
 */
export async function countFlows(em: EntityManager, filter?: FlowFilters): Promise<number> {
  return count(em, listing, filter);
}
