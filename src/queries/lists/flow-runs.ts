import type { EntityManager } from '@mikro-orm/core';
import { FlowRun } from '../../domain/index.ts';
import { flowRunFilters, type FlowRunFilters } from '../filters/filters.ts';
import { flowRunSort, type FlowRunSort } from '../sort-orders.ts';
import { count, list, type Listing, type ListOptions } from './list.ts';
import { type Page, page, type PageOptions } from './page.ts';

const listing: Listing<FlowRun, FlowRunFilters, FlowRunSort> = {
  entityClass: FlowRun,
  filters: flowRunFilters,
  orders: flowRunSort,
  defaultSort: 'ID_DESC',
};

/**
 * The flow runs that meet the filters, with their states, their queues and the pools of those; by `ID_DESC` if not told otherwise.
 *
 * @throws {@link InvalidFilterError}, {@link InvalidArgumentError} for what makes no sense; nothing was sent
 */
export async function flowRuns(
  em: EntityManager,
  options: ListOptions<FlowRunFilters, FlowRunSort> = {},
): Promise<FlowRun[]> {
  return list(em, listing, options);
}

/**
 * The flow runs page by page: of those that are there all the time, and stay where they are in the order, none is left out or given twice.
 *
 * @throws {@link InvalidFilterError}, {@link InvalidArgumentError}, {@link InvalidCursorError} for what makes no sense; nothing was sent
 */
export async function flowRunsPage(
  em: EntityManager,
  options: PageOptions<FlowRunFilters, FlowRunSort> = {},
): Promise<Page<FlowRun>> {
  return page(em, listing, options);
}

/**
 * How many flow runs meet the filters; all if left out.
 *
 * @throws {@link InvalidFilterError} for what makes no sense; nothing was sent
 */
export async function countFlowRuns(em: EntityManager, filter?: FlowRunFilters): Promise<number> {
  return count(em, listing, filter);
}
