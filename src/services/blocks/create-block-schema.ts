import type { EntityManager } from '@mikro-orm/core';
import * as z from 'zod';
import { BlockType } from '../../domain/index.ts';
import { checked, inputOf, jsonObject, text, uuid } from '../input.ts';
import { allOrNothing } from './all-or-nothing.ts';
import { UnknownBlockError } from './errors.ts';
import { type FullBlockSchema, fullBlockSchemas } from './full-block-schema.ts';
import { noVersion, storeSchema } from './store-schema.ts';

const newBlockSchema = inputOf({
  fields: jsonObject.optional(),
  blockTypeId: uuid,
  capabilities: z.array(text, { error: 'is not a list of strings.' }).optional(),
  version: text.optional(),
});

/** A block schema that is to be there. Other blocks are named in `fields.block_schema_references` and defined in `fields.definitions`. */
export type NewBlockSchema = z.infer<typeof newBlockSchema>;

/**
 * Makes a block schema with the schemas of the blocks that its fields hold, or finds the one of this checksum and version, which stays as it is.
 * Calls at the same time find the same one.
 *
 * @throws {@link InvalidArgumentError} for an input that makes no sense, {@link UnknownBlockError} for a type that is not there,
 *   {@link BlockCycleError} where definitions hold each other; nothing is written
 */
export async function createBlockSchema(em: EntityManager, blockSchema: NewBlockSchema): Promise<FullBlockSchema> {
  const {
    fields = {},
    blockTypeId,
    capabilities = [],
    version = noVersion,
  } = checked('blockSchema', newBlockSchema, blockSchema);
  return allOrNothing(em, async (tx) => {
    if ((await tx.count(BlockType, { id: blockTypeId })) === 0) {
      throw new UnknownBlockError('blockSchema.blockTypeId', 'block type', blockTypeId);
    }
    const path = 'blockSchema.fields';
    const id = await storeSchema(tx, { fields, blockTypeId, capabilities, version, path, above: [] });
    return (await fullBlockSchemas(tx, [id])).get(id)!;
  });
}
