import type { EntityManager } from '@mikro-orm/core';
import { ConcurrencyLimit } from '../../domain/index.ts';
import { type ConcurrencyLimitKey, whereConcurrencyLimit } from './concurrency-limit-key.ts';

/**
 * The limit of an id or a tag; null where there is none. It belongs to the EntityManager given.
 *
 * @throws {@link InvalidArgumentError} for a key that is none
 */
export async function readConcurrencyLimit(
  em: EntityManager,
  key: ConcurrencyLimitKey,
): Promise<ConcurrencyLimit | null> {
  return em.findOne(ConcurrencyLimit, whereConcurrencyLimit(key));
}
