import type { EntityManager } from '@mikro-orm/core';
import { TaskRun } from '../../domain/index.ts';
import { taskRunFilters, type TaskRunFilters } from '../filters/filters.ts';
import { taskRunSort, type TaskRunSort } from '../sort-orders.ts';
import { count, list, type Listing, type ListOptions } from './list.ts';
import { type Page, page, type PageOptions } from './page.ts';

const listing: Listing<TaskRun, TaskRunFilters, TaskRunSort> = {
  entityClass: TaskRun,
  filters: taskRunFilters,
  orders: taskRunSort,
  defaultSort: 'ID_DESC',
};

/**
 * The task runs that meet the filters, with their states; by `ID_DESC` if not told otherwise.
 *
 * @throws {@link InvalidFilterError}, {@link InvalidArgumentError} for what makes no sense; nothing was sent
 */
export async function taskRuns(
  em: EntityManager,
  options: ListOptions<TaskRunFilters, TaskRunSort> = {},
): Promise<TaskRun[]> {
  return list(em, listing, options);
}

/**
 * The task runs page by page: of those that are there all the time, and stay where they are in the order, none is left out or given twice.
 *
 * @throws {@link InvalidFilterError}, {@link InvalidArgumentError}, {@link InvalidCursorError} for what makes no sense; nothing was sent
 */
export async function taskRunsPage(
  em: EntityManager,
  options: PageOptions<TaskRunFilters, TaskRunSort> = {},
): Promise<Page<TaskRun>> {
  return page(em, listing, options);
}

/**
 * How many task runs meet the filters; all if left out.
 *
 * @throws {@link InvalidFilterError} for what makes no sense; nothing was sent
 */
export async function countTaskRuns(em: EntityManager, filter?: TaskRunFilters): Promise<number> {
  return count(em, listing, filter);
}
