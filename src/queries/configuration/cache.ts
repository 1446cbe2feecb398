import type { EntityManager } from '@mikro-orm/core';
import { type JsonObject, now } from '../../domain/index.ts';

const maxEntries = 100;
const lifetime = Temporal.Duration.from({ hours: 1 });

interface Entry {
  readonly value: JsonObject;
  readonly until: Temporal.Instant;
}

/** The values of configurations that were read lately, of one database. */
export class ConfigurationCache {
  readonly #entries = new Map<string, Entry>();
  #evictions = 0;

  /** Moves with every key that is dropped: what was read before may be older than that. */
  get evictions(): number {
    return this.#evictions;
  }

  /** A copy of the value; undefined where there is none, or it is older than an hour. */
  get(key: string): JsonObject | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined || Temporal.Instant.compare(entry.until, now()) <= 0) {
      return undefined;
    }
    this.#put(key, entry);
    return structuredClone(entry.value);
  }

  /** Keeps a copy of the value for an hour, in the place of what was not asked for the longest where there is no room. */
  set(key: string, value: JsonObject): void {
    this.#put(key, { value: structuredClone(value), until: now().add(lifetime) });
    if (this.#entries.size > maxEntries) {
      this.#entries.delete(this.#entries.keys().next().value as string);
    }
  }

  drop(key: string): void {
    this.#evictions += 1;
    this.#entries.delete(key);
  }

  #put(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
  }
}

const caches = new WeakMap<object, ConfigurationCache>();

/** The cache of the database that an EntityManager works on: one for each ORM, which goes with it. */
export function configurationCacheOf(em: EntityManager): ConfigurationCache {
  const driver = em.getDriver();
  const cache = caches.get(driver) ?? new ConfigurationCache();
  caches.set(driver, cache);
  return cache;
}
