import type { EntityManager } from '@mikro-orm/core';
import { BlockDocument } from '../../domain/index.ts';
import { id as validId } from '../../queries/arguments.ts';
import { inTransaction } from '../transaction.ts';
import { clearDefaultResultStorage } from './default-result-storage.ts';

/**
 * Deletes a block document, anonymous or not. Documents that hold it lose it, those that it holds stay.
 *
 * @returns whether there was one
 * @throws {@link InvalidArgumentError} for an id that is none
 */
export async function deleteBlockDocument(em: EntityManager, id: string): Promise<boolean> {
  const documentId = validId('id', id);
  return inTransaction(em, async (tx) => {
    await clearDefaultResultStorage(tx, { id: documentId });
    return (await tx.nativeDelete(BlockDocument, { id: documentId })) > 0;
  });
}
