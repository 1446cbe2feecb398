import type { EntityManager } from '@mikro-orm/core';
import { ConcurrencyLimitV2 } from '../../domain/index.ts';
import { inTransaction } from '../transaction.ts';
import { type ConcurrencyLimitV2Key, whereConcurrencyLimitV2 } from './concurrency-limit-v2-key.ts';

/**
 * Deletes the limit of an id or a name. Deployments that share it have none any more.
 *
 * @returns whether there was one
 * @throws {@link InvalidArgumentError} for a key that is none
 */
export async function deleteConcurrencyLimitV2(em: EntityManager, key: ConcurrencyLimitV2Key): Promise<boolean> {
  const where = whereConcurrencyLimitV2(key);
  return inTransaction(em, async (tx) => (await tx.nativeDelete(ConcurrencyLimitV2, where)) > 0);
}
