import type { SyncCacheAdapter } from '@mikro-orm/core';

/** What discovery read about the entities, for the life of the process. Every reader gets a copy, because discovery goes on to change it. */
export class MetadataCache implements SyncCacheAdapter {
  readonly #entries: Map<string, unknown>;

  constructor(entries: Readonly<Record<string, unknown>> = {}) {
    this.#entries = new Map(Object.entries(entries));
  }

  get<T>(name: string): T | undefined {
    return structuredClone(this.#entries.get(keyOf(name))) as T | undefined;
  }

  set(name: string, data: unknown): void {
    // As text, which leaves out what a file could not hold either.
    this.#entries.set(keyOf(name), JSON.parse(JSON.stringify(data)));
  }

  remove(name: string): void {
    this.#entries.delete(keyOf(name));
  }

  clear(): void {
    this.#entries.clear();
  }

  /** What a file of the package has to hold, so that no one has to read the sources. */
  toJSON(): Record<string, unknown> {
    return Object.fromEntries(this.#entries);
  }
}

/** The provider that reads sources adds the ending of the file. */
function keyOf(name: string): string {
  return name.replace(/\.[jt]s$/, '');
}
