import type { EntityManager } from '@mikro-orm/core';
import { ConcurrencyLimit } from '../../domain/index.ts';
import { inTransaction } from '../transaction.ts';
import { type ConcurrencyLimitKey, whereConcurrencyLimit } from './concurrency-limit-key.ts';

/**
 * Deletes the limit of an id or a tag, with its slots.
 *
 * @returns whether there was one
 * @throws {@link InvalidArgumentError} for a key that is none
 */
export async function deleteConcurrencyLimit(em: EntityManager, key: ConcurrencyLimitKey): Promise<boolean> {
  const where = whereConcurrencyLimit(key);
  return inTransaction(em, async (tx) => (await tx.nativeDelete(ConcurrencyLimit, where)) > 0);
}
