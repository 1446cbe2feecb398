import type { EntityManager } from '@mikro-orm/core';
import { Configuration, type JsonObject, now } from '../../domain/index.ts';
import { insertOnConflict } from '../insert-on-conflict.ts';
import { clearConfigurationValueCacheForKey } from './read-configuration-value.ts';

/**
 * Writes the value of a configuration in one statement, and forgets the one that is kept. A row that is there keeps its id and `created`.
 *
 * Inside a transaction others may read, and keep, the old value until the commit: {@link clearConfigurationValueCacheForKey} afterwards.
 *
 * @throws {@link InvalidValueError} for a value that is no JSON object
 */
export async function writeConfiguration(em: EntityManager, key: string, value: JsonObject): Promise<void> {
  try {
    await insertOnConflict(em, Configuration, { key, value }, ['key'], { set: { value, updated: now() } });
  } finally {
    clearConfigurationValueCacheForKey(em, key);
  }
}

/**
 * Deletes a configuration, and forgets the value that is kept. Inside a transaction the same holds as for {@link writeConfiguration}.
 *
 * @returns whether there was one
 */
export async function deleteConfiguration(em: EntityManager, key: string): Promise<boolean> {
  try {
    return (await em.nativeDelete(Configuration, { key })) > 0;
  } finally {
    clearConfigurationValueCacheForKey(em, key);
  }
}
