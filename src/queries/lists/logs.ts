import type { EntityManager } from '@mikro-orm/core';
import { Log } from '../../domain/index.ts';
import { logFilters, type LogFilters } from '../filters/filters.ts';
import { logSort, type LogSort } from '../sort-orders.ts';
import { count, list, type Listing, type ListOptions } from './list.ts';
import { type Page, page, type PageOptions } from './page.ts';

const listing: Listing<Log, LogFilters, LogSort> = {
  entityClass: Log,
  filters: logFilters,
  orders: logSort,
  defaultSort: 'TIMESTAMP_ASC',
};

/**
 * The log lines that meet the filters; by `TIMESTAMP_ASC` if not told otherwise.
 *
 * @throws {@link InvalidFilterError}, {@link InvalidArgumentError} for what makes no sense; nothing was sent
 */
export async function logs(em: EntityManager, options: ListOptions<LogFilters, LogSort> = {}): Promise<Log[]> {
  return list(em, listing, options);
}

/**
 * The log lines page by page: of those that are there all the time, and stay where they are in the order, none is left out or given twice.
 *
 * @throws {@link InvalidFilterError}, {@link InvalidArgumentError}, {@link InvalidCursorError} for what makes no sense; nothing was sent
 */
export async function logsPage(em: EntityManager, options: PageOptions<LogFilters, LogSort> = {}): Promise<Page<Log>> {
  return page(em, listing, options);
}

/**
 * How many log lines meet the filters; all if left out.
 *
 * @throws {@link InvalidFilterError} for what makes no sense; nothing was sent
 */
export async function countLogs(em: EntityManager, filter?: LogFilters): Promise<number> {
  return count(em, listing, filter);
}
