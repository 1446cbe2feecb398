import type { ResolvedConnectionOptions } from '../connection-options.ts';
import { ConnectionPoolTimeoutError } from '../errors.ts';
import { Slots } from '../slots.ts';
import type { SqliteHandle } from './handle.ts';
import type { Patience } from './patience.ts';
import type { Lease } from './pool.ts';

/** Connections that only read: as many as the options allow, the one given back last first. */
export class Readers {
  readonly #open: (patience: Patience) => Promise<SqliteHandle>;
  readonly #options: ResolvedConnectionOptions;
  readonly #size: number;
  readonly #slots: Slots;
  readonly #idle: SqliteHandle[] = [];
  #generation = 0;

  constructor(options: ResolvedConnectionOptions, open: (patience: Patience) => Promise<SqliteHandle>) {
    this.#open = open;
    this.#options = options;
    this.#size = sizeOf(options);
    this.#slots = new Slots(this.#size);
  }

  async lease(patience: Patience): Promise<Lease> {
    if (!this.#slots.tryTake()) {
      await this.#slots.take({ ...poolWaiting(this.#options, this.#size), signal: patience.waiting.signal });
    }
    const generation = this.#generation;
    const handle = this.#idle.pop() ?? (await this.#opened(patience));
    let given = true;
    const release = (broken = false) => {
      if (given) {
        given = false;
        this.#takeBack(handle, broken || generation !== this.#generation);
      }
    };
    return { handle, release };
  }

  /** Closes what is idle now, and the others as soon as they are given back. */
  close(): void {
    this.#generation += 1;
    for (const handle of this.#idle.splice(0)) {
      handle.close();
    }
  }

  async #opened(patience: Patience): Promise<SqliteHandle> {
    try {
      return await this.#open(patience);
    } catch (error) {
      this.#slots.give();
      throw error;
    }
  }

  #takeBack(handle: SqliteHandle, unwanted: boolean): void {
    if (unwanted || this.#idle.length >= (this.#options.poolSize || Infinity)) {
      handle.close();
    } else {
      this.#idle.push(handle);
    }
    this.#slots.give();
  }
}

/** How many connections there may be at a time. */
export function sizeOf({ poolSize, maxOverflow }: ResolvedConnectionOptions): number {
  return poolSize === 0 || maxOverflow === -1 ? Infinity : poolSize + maxOverflow;
}

/** How long to wait for a connection, and what to say then. */
export function poolWaiting({ poolTimeout }: ResolvedConnectionOptions, size: number, advice?: string) {
  return {
    patience: poolTimeout === null ? null : poolTimeout * 1000,
    tooLong: () => new ConnectionPoolTimeoutError(size, poolTimeout ?? 0, advice),
  };
}
