import type { EntityManager } from '@mikro-orm/core';
import { Artifact } from '../../domain/index.ts';
import { artifactFilters, type ArtifactFilters } from '../filters/filters.ts';
import { artifactSort, type ArtifactSort } from '../sort-orders.ts';
import { count, list, type Listing, type ListOptions } from './list.ts';
import { type Page, page, type PageOptions } from './page.ts';

const listing: Listing<Artifact, ArtifactFilters, ArtifactSort> = {
  entityClass: Artifact,
  filters: artifactFilters,
  orders: artifactSort,
  defaultSort: 'ID_DESC',
};

/**
 * The artifacts that meet the filters; by `ID_DESC` if not told otherwise.
 *
 * @throws {@link InvalidFilterError}, {@link InvalidArgumentError} for what makes no sense; nothing was sent
 */
export async function artifacts(
  em: EntityManager,
  options: ListOptions<ArtifactFilters, ArtifactSort> = {},
): Promise<Artifact[]> {
  return list(em, listing, options);
}

/**
 * The artifacts page by page: of those that are there all the time, and stay where they are in the order, none is left out or given twice.
 *
 * @throws {@link InvalidFilterError}, {@link InvalidArgumentError}, {@link InvalidCursorError} for what makes no sense; nothing was sent
 */
export async function artifactsPage(
  em: EntityManager,
  options: PageOptions<ArtifactFilters, ArtifactSort> = {},
): Promise<Page<Artifact>> {
  return page(em, listing, options);
}

/**
 * How many artifacts meet the filters; all if left out.
 *
 * @throws {@link InvalidFilterError} for what makes no sense; nothing was sent
 */
export async function countArtifacts(em: EntityManager, filter?: ArtifactFilters): Promise<number> {
  return count(em, listing, filter);
}
