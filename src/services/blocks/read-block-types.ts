import type { EntityManager } from '@mikro-orm/core';
import { BlockType } from '../../domain/index.ts';
import { id as validId } from '../../queries/arguments.ts';
import { list, type Listing, type ListOptions } from '../../queries/lists/list.ts';
import { blockTypeSort, type BlockTypeSort } from '../../queries/sort-orders.ts';
import { blockTypeFilters, type BlockTypeFilters } from './filters.ts';

const listing: Listing<BlockType, BlockTypeFilters, BlockTypeSort> = {
  entityClass: BlockType,
  filters: blockTypeFilters,
  orders: blockTypeSort,
  defaultSort: 'NAME_ASC',
};

/**
 * @returns null where there is none
 * @throws {@link InvalidArgumentError} for an id that is none
 */
export async function readBlockType(em: EntityManager, id: string): Promise<BlockType | null> {
  return em.findOne(BlockType, { id: validId('id', id) });
}

/** @returns null where there is none */
export async function readBlockTypeBySlug(em: EntityManager, slug: string): Promise<BlockType | null> {
  return em.findOne(BlockType, { slug });
}

/**
 * The block types that meet the filters, by name.
 *
 * @throws {@link InvalidFilterError}, {@link InvalidArgumentError} for what makes no sense; nothing was sent
 */
export async function readBlockTypes(
  em: EntityManager,
  options: Omit<ListOptions<BlockTypeFilters, BlockTypeSort>, 'sort'> = {},
): Promise<BlockType[]> {
  return list(em, listing, options);
}
