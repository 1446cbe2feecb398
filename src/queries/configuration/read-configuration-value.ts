import type { EntityManager } from '@mikro-orm/core';
import { Configuration, type JsonObject } from '../../domain/index.ts';
import { configurationCacheOf } from './cache.ts';

/**
 * The value of a configuration; null where there is none.
 *
 * Values are kept for an hour, the 100 that were asked for last, since they hardly ever change; that there is none is not kept. Each ORM
 * keeps its own. The reference has one cache for the process, whatever database it works on: the encryption key of one would be used on the
 * blocks of another. A change from outside, by another ORM or process, shows after an hour at the latest, or after
 * {@link clearConfigurationValueCacheForKey}.
 *
 * Inside a transaction the database is asked, and nothing is kept: what is read there may be the transaction's own and be rolled back.
 */
export async function readConfigurationValue(em: EntityManager, key: string): Promise<JsonObject | null> {
  if (em.isInTransaction()) {
    return storedValue(em, key);
  }
  const cache = configurationCacheOf(em);
  const kept = cache.get(key);
  if (kept !== undefined) {
    return kept;
  }
  const { evictions } = cache;
  const value = await storedValue(em, key);
  if (value !== null && cache.evictions === evictions) {
    cache.set(key, value);
  }
  return value;
}

/** Forgets the value of a configuration, so that the next call reads it again. */
export function clearConfigurationValueCacheForKey(em: EntityManager, key: string): void {
  configurationCacheOf(em).drop(key);
}

async function storedValue(em: EntityManager, key: string): Promise<JsonObject | null> {
  // past the identity map, which would show an entity as it was when it was loaded
  const found = await em.findOne(Configuration, { key }, { fields: ['value'], disableIdentityMap: true });
  return found === null ? null : found.value;
}
