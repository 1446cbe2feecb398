import type { EntityManager } from '@mikro-orm/core';
import { BlockType } from '../../domain/index.ts';
import { id as validId } from '../../queries/arguments.ts';
import { inTransaction } from '../transaction.ts';
import { clearDefaultResultStorage } from './default-result-storage.ts';
import { ProtectedBlockTypeError } from './errors.ts';

/**
 * Deletes a block type with its schemas and documents.
 *
 * @returns whether there was one
 * @throws {@link ProtectedBlockTypeError}, where the reference leaves it to its API to refuse
 * @throws {@link InvalidArgumentError} for an id that is none
 */
export async function deleteBlockType(em: EntityManager, id: string): Promise<boolean> {
  const typeId = validId('id', id);
  return inTransaction(em, async (tx) => {
    const blockType = await tx.findOne(BlockType, { id: typeId }, { refresh: true });
    if (blockType?.isProtected) {
      throw new ProtectedBlockTypeError(blockType.slug);
    }
    await clearDefaultResultStorage(tx, { blockType: typeId });
    return (await tx.nativeDelete(BlockType, { id: typeId })) > 0;
  });
}
