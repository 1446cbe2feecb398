import { setTimeout as delay } from 'node:timers/promises';
import { LockWaitTimeoutException } from '@mikro-orm/core';

/** The longest pause between two attempts, in milliseconds. */
const longestPause = 25;

/**
 * Waits for a lock without holding up the process: SQLite itself would sleep in the one thread that everything runs in.
 *
 * One of these is for one operation, however often that has to wait.
 */
export class Patience {
  readonly #seconds: number | null;
  readonly #signal: AbortSignal | undefined;
  readonly #begin = performance.now();

  constructor(seconds: number | null, signal?: AbortSignal) {
    this.#seconds = seconds;
    this.#signal = signal;
  }

  /** Does it again and again while another connection is in the way. */
  async until<T>(work: () => T): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return work();
      } catch (error) {
        if (!isBusy(error)) {
          throw error;
        }
        if (this.#left() <= 0) {
          throw this.tooLong();
        }
      }
      // By chance, so that two who met do not meet again.
      await delay(
        1 + Math.random() * Math.min(longestPause, 2 ** attempt),
        undefined,
        this.#signal && { signal: this.#signal },
      );
    }
  }

  /** What is left of it, to wait for something else. */
  get waiting() {
    return {
      patience: this.#seconds === null ? null : Math.max(0, this.#left()),
      tooLong: () => this.tooLong(),
      signal: this.#signal,
    };
  }

  tooLong(): LockWaitTimeoutException {
    const error = new Error(
      `The SQLite database stayed locked by another writer for ${this.#seconds} s. ` +
        'Keep transactions short and never write with a second EntityManager inside one, or set a longer timeout.',
    );
    return new LockWaitTimeoutException(Object.assign(error, { code: 'SQLITE_BUSY' }));
  }

  #left(): number {
    return this.#seconds === null ? Infinity : this.#begin + this.#seconds * 1000 - performance.now();
  }
}

/** Whether another connection was in the way, and may be gone the next time. */
function isBusy(error: unknown): boolean {
  const { code, errcode } = error as { code?: string; errcode?: number };
  // A snapshot that is too old stays too old.
  return code === 'ERR_SQLITE_ERROR'
    ? errcode === 5 || errcode === 261
    : code !== 'SQLITE_BUSY_SNAPSHOT' && Boolean(code?.startsWith('SQLITE_BUSY'));
}
