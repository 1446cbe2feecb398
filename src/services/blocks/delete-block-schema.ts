import type { EntityManager } from '@mikro-orm/core';
import { BlockSchema } from '../../domain/index.ts';
import { id as validId } from '../../queries/arguments.ts';
import { inTransaction } from '../transaction.ts';
import { clearDefaultResultStorage } from './default-result-storage.ts';
import { ProtectedBlockTypeError } from './errors.ts';

/**
 * Deletes a block schema with its documents. What its fields hold stays.
 *
 * @returns whether there was one
 * @throws {@link ProtectedBlockTypeError}, where the reference leaves it to its API to refuse
 * @throws {@link InvalidArgumentError} for an id that is none
 */
export async function deleteBlockSchema(em: EntityManager, id: string): Promise<boolean> {
  const schemaId = validId('id', id);
  return inTransaction(em, async (tx) => {
    const schema = await tx.findOne(BlockSchema, { id: schemaId }, { refresh: true });
    if (schema?.blockType.$.isProtected) {
      throw new ProtectedBlockTypeError(schema.blockType.$.slug);
    }
    await clearDefaultResultStorage(tx, { blockSchema: schemaId });
    return (await tx.nativeDelete(BlockSchema, { id: schemaId })) > 0;
  });
}
