import type { EntityManager } from '@mikro-orm/core';
import { WorkQueue } from '../../domain/index.ts';
import { workQueueFilters, type WorkQueueFilters } from '../filters/filters.ts';
import { ascending, ordersOf } from '../sort-order.ts';
import { count, list, type Listing, type ListOptions } from './list.ts';
import { type Page, page, type PageOptions } from './page.ts';

/** Orders of work queues: as the reference lists all of them, and as it lists those of a pool. It has no names for them. */
const orders = ordersOf<WorkQueue>()({
  NAME_ASC: [ascending('name')],
  PRIORITY_ASC: [ascending('priority')],
});
export type WorkQueueSort = keyof typeof orders;

const listing: Listing<WorkQueue, WorkQueueFilters, WorkQueueSort> = {
  entityClass: WorkQueue,
  filters: workQueueFilters,
  orders,
  defaultSort: 'NAME_ASC',
};

/**
 * The work queues that meet the filters, with their pools; by `NAME_ASC` if not told otherwise.
 *
 * @throws {@link InvalidFilterError}, {@link InvalidArgumentError} for what makes no sense; nothing was sent
 */
export async function workQueues(
  em: EntityManager,
  options: ListOptions<WorkQueueFilters, WorkQueueSort> = {},
): Promise<WorkQueue[]> {
  return list(em, listing, options);
}

/**
 * The work queues page by page: of those that are there all the time, and stay where they are in the order, none is left out or given twice.
 *
 * @throws {@link InvalidFilterError}, {@link InvalidArgumentError}, {@link InvalidCursorError} for what makes no sense; nothing was sent
 */
export async function workQueuesPage(
  em: EntityManager,
  options: PageOptions<WorkQueueFilters, WorkQueueSort> = {},
): Promise<Page<WorkQueue>> {
  return page(em, listing, options);
}

/**
 * How many work queues meet the filters; all if left out.
 *
 * @throws {@link InvalidFilterError} for what makes no sense; nothing was sent
 */
export async function countWorkQueues(em: EntityManager, filter?: WorkQueueFilters): Promise<number> {
  return count(em, listing, filter);
}
