import { createHash } from 'node:crypto';

/** Numbers that look random and are the same again for the same seed, on every machine. */
export class Random {
  readonly #seed: string;
  #drawn = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** At least 0 and less than 1. */
  next(): number {
    this.#drawn += 1;
    const hash = createHash('sha256').update(`${this.#seed} ${this.#drawn}`).digest();
    return hash.readUInt32BE() / 2 ** 32;
  }

  /** A whole number, at least 0 and less than `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }
}
