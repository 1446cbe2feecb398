import type { EntityManager } from '@mikro-orm/core';
import { Deployment } from '../../domain/index.ts';
import { deploymentFilters, type DeploymentFilters } from '../filters/filters.ts';
import { deploymentSort, type DeploymentSort } from '../sort-orders.ts';
import { count, list, type Listing, type ListOptions } from './list.ts';
import { type Page, page, type PageOptions } from './page.ts';

const listing: Listing<Deployment, DeploymentFilters, DeploymentSort> = {
  entityClass: Deployment,
  filters: deploymentFilters,
  orders: deploymentSort,
  defaultSort: 'NAME_ASC',
};

/**
 * The deployments that meet the filters, with their schedules, concurrency limits, queues and the pools of those; by `NAME_ASC` if not told otherwise.
 *
 * @throws {@link InvalidFilterError}, {@link InvalidArgumentError} for what makes no sense; nothing was sent
 */
export async function deployments(
  em: EntityManager,
  options: ListOptions<DeploymentFilters, DeploymentSort> = {},
): Promise<Deployment[]> {
  return list(em, listing, options);
}

/**
 * The deployments page by page: of those that are there all the time, and stay where they are in the order, none is left out or given twice.
 *
 * @throws {@link InvalidFilterError}, {@link InvalidArgumentError}, {@link InvalidCursorError} for what makes no sense; nothing was sent
 */
export async function deploymentsPage(
  em: EntityManager,
  options: PageOptions<DeploymentFilters, DeploymentSort> = {},
): Promise<Page<Deployment>> {
  return page(em, listing, options);
}

/**
 * How many deployments meet the filters; all if left out.
 *
 * @throws {@link InvalidFilterError} for what makes no sense; nothing was sent
 */
export async function countDeployments(em: EntityManager, filter?: DeploymentFilters): Promise<number> {
  return count(em, listing, filter);
}
