import type { EntityManager } from '@mikro-orm/core';
import { BlockSchema } from '../../domain/index.ts';
import { id as validId } from '../../queries/arguments.ts';
import { list, type Listing, type ListOptions } from '../../queries/lists/list.ts';
import { blockSchemaSort, type BlockSchemaSort } from '../../queries/sort-orders.ts';
import { blockSchemaFilters, type BlockSchemaFilters } from './filters.ts';
import { type FullBlockSchema, fullBlockSchemas } from './full-block-schema.ts';
import { newestSchemaId } from './newest-schema-id.ts';

const listing: Listing<BlockSchema, BlockSchemaFilters, BlockSchemaSort> = {
  entityClass: BlockSchema,
  filters: blockSchemaFilters,
  orders: blockSchemaSort,
  defaultSort: 'CREATED_DESC',
};

/**
 * A block schema with what it takes from others.
 *
 * @returns null where there is none
 * @throws {@link InvalidArgumentError} for an id that is none, {@link BlockCycleError} for schemas that hold each other
 */
export async function readBlockSchema(em: EntityManager, id: string): Promise<FullBlockSchema | null> {
  const schemaId = validId('id', id);
  const own = em.fork({ keepTransactionContext: true });
  return (await fullBlockSchemas(own, [schemaId])).get(schemaId) ?? null;
}

/**
 * The newest block schema of a checksum, with what it takes from others.
 *
 * @param version of any version if left out
 * @returns null where there is none
 * @throws {@link BlockCycleError} for schemas that hold each other
 */
export async function readBlockSchemaByChecksum(
  em: EntityManager,
  checksum: string,
  version?: string,
): Promise<FullBlockSchema | null> {
  const own = em.fork({ keepTransactionContext: true });
  const id = await newestSchemaId(own, checksum, version);
  return id === undefined ? null : ((await fullBlockSchemas(own, [id])).get(id) ?? null);
}

/**
 * The block schemas that meet the filters, with what they take from others; newest first.
 *
 * @throws {@link InvalidFilterError}, {@link InvalidArgumentError} for what makes no sense; nothing was sent
 * @throws {@link BlockCycleError} for schemas that hold each other
 */
export async function readBlockSchemas(
  em: EntityManager,
  options: Omit<ListOptions<BlockSchemaFilters, BlockSchemaSort>, 'sort'> = {},
): Promise<FullBlockSchema[]> {
  const own = em.fork({ keepTransactionContext: true });
  const ids = (await list(own, listing, options)).map(({ id }) => id);
  const full = await fullBlockSchemas(own, ids);
  return ids.flatMap((id) => full.get(id) ?? []);
}

/** What the blocks of all schemas can do, in order. */
export async function readBlockCapabilities(em: EntityManager): Promise<string[]> {
  const own = em.fork({ keepTransactionContext: true });
  const schemas = await own.find(BlockSchema, {}, { fields: ['capabilities'], populate: false });
  return [...new Set(schemas.flatMap(({ capabilities }) => capabilities))].toSorted();
}
