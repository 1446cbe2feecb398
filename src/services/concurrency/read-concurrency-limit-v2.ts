import type { EntityManager } from '@mikro-orm/core';
import { ConcurrencyLimitV2 } from '../../domain/index.ts';
import { type ConcurrencyLimitV2Key, whereConcurrencyLimitV2 } from './concurrency-limit-v2-key.ts';

/**
 * The limit of an id or a name; null where there is none. It belongs to the EntityManager given.
 *
 * @throws {@link InvalidArgumentError} for a key that is none
 */
export async function readConcurrencyLimitV2(
  em: EntityManager,
  key: ConcurrencyLimitV2Key,
): Promise<ConcurrencyLimitV2 | null> {
  return em.findOne(ConcurrencyLimitV2, whereConcurrencyLimitV2(key));
}
