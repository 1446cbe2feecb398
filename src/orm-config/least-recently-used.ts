/** A map of bounded size, by texts: what was not asked for the longest goes first. */
export class LeastRecentlyUsed<T> {
  readonly #limit: number;
  readonly #entries = new Map<string, T>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string): T | undefined {
    const value = this.#entries.get(key);
    if (value !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, value);
    }
    return value;
  }

  /** @returns what had to go */
  set(key: string, value: T): T | undefined {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#limit) {
      return undefined;
    }
    const [oldest] = this.#entries;
    this.#entries.delete((oldest as [string, T])[0]);
    return (oldest as [string, T])[1];
  }

  values(): Iterable<T> {
    return this.#entries.values();
  }

  clear(): void {
    this.#entries.clear();
  }
}
