import type { EntityManager } from '@mikro-orm/core';
import { ArtifactCollection } from '../../domain/index.ts';
import { artifactCollectionFilters, type ArtifactCollectionFilters } from '../filters/filters.ts';
import { artifactCollectionSort, type ArtifactCollectionSort } from '../sort-orders.ts';
import { count, list, type Listing, type ListOptions } from './list.ts';
import { type Page, page, type PageOptions } from './page.ts';

const listing: Listing<ArtifactCollection, ArtifactCollectionFilters, ArtifactCollectionSort> = {
  entityClass: ArtifactCollection,
  filters: artifactCollectionFilters,
  orders: artifactCollectionSort,
  defaultSort: 'ID_DESC',
};

/**
 * The newest artifacts of each key that meet the filters; by `ID_DESC` if not told otherwise.
 *
 * @throws {@link InvalidFilterError}, {@link InvalidArgumentError} for what makes no sense; nothing was sent
 */
export async function latestArtifacts(
  em: EntityManager,
  options: ListOptions<ArtifactCollectionFilters, ArtifactCollectionSort> = {},
): Promise<ArtifactCollection[]> {
  return list(em, listing, options);
}

/**
 * The newest artifacts of each key page by page: of those that are there all the time, and stay where they are in the order, none is left out or given twice.
 *
 * @throws {@link InvalidFilterError}, {@link InvalidArgumentError}, {@link InvalidCursorError} for what makes no sense; nothing was sent
 */
export async function latestArtifactsPage(
  em: EntityManager,
  options: PageOptions<ArtifactCollectionFilters, ArtifactCollectionSort> = {},
): Promise<Page<ArtifactCollection>> {
  return page(em, listing, options);
}

/**
 * How many newest artifacts of each key meet the filters; all if left out.
 *
 * @throws {@link InvalidFilterError} for what makes no sense; nothing was sent
 */
export async function countLatestArtifacts(em: EntityManager, filter?: ArtifactCollectionFilters): Promise<number> {
  return count(em, listing, filter);
}
