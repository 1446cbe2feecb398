import type { EntityManager } from '@mikro-orm/core';
import { Variable } from '../../domain/index.ts';
import { variableFilters, type VariableFilters } from '../filters/filters.ts';
import { variableSort, type VariableSort } from '../sort-orders.ts';
import { count, list, type Listing, type ListOptions } from './list.ts';
import { type Page, page, type PageOptions } from './page.ts';

const listing: Listing<Variable, VariableFilters, VariableSort> = {
  entityClass: Variable,
  filters: variableFilters,
  orders: variableSort,
  defaultSort: 'NAME_ASC',
};

/**
 * The variables that meet the filters; by `NAME_ASC` if not told otherwise.
 *
 * @throws {@link InvalidFilterError}, {@link InvalidArgumentError} for what makes no sense; nothing was sent
 */
export async function variables(
  em: EntityManager,
  options: ListOptions<VariableFilters, VariableSort> = {},
): Promise<Variable[]> {
  return list(em, listing, options);
}

/**
 * The variables page by page: of those that are there all the time, and stay where they are in the order, none is left out or given twice.
 *
 * @throws {@link InvalidFilterError}, {@link InvalidArgumentError}, {@link InvalidCursorError} for what makes no sense; nothing was sent
 */
export async function variablesPage(
  em: EntityManager,
  options: PageOptions<VariableFilters, VariableSort> = {},
): Promise<Page<Variable>> {
  return page(em, listing, options);
}

/**
 * How many variables meet the filters; all if left out.
 *
 * @throws {@link InvalidFilterError} for what makes no sense; nothing was sent
 */
export async function countVariables(em: EntityManager, filter?: VariableFilters): Promise<number> {
  return count(em, listing, filter);
}
