import type { EntityManager, FilterQuery } from '@mikro-orm/core';
import { BlockDocument } from '../../domain/index.ts';
import { deleteConfiguration, readConfigurationValue } from '../../queries/configuration/index.ts';

const key = 'server-default-result-storage';

/**
 * Forgets where results are kept by default, if that is one of the documents that are about to be deleted.
 *
 * Comes before the deletion: whoever writes documents reads the configuration first, and a rotation of the key takes both tables in this order.
 */
export async function clearDefaultResultStorage(em: EntityManager, doomed: FilterQuery<BlockDocument>): Promise<void> {
  const value = await readConfigurationValue(em, key);
  const id = value?.['default_result_storage_block_id'];
  if (typeof id === 'string' && (await em.count(BlockDocument, { $and: [{ id }, doomed] })) > 0) {
    await deleteConfiguration(em, key);
  }
}
