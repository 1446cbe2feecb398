/** How long to wait for a slot, and what to say when that was too long. */
export interface Waiting {
  /** In milliseconds; null: for ever. */
  readonly patience: number | null;
  readonly tooLong: () => Error;
  /** Gives up at once. */
  readonly signal?: AbortSignal | undefined;
}

interface Waiter {
  readonly admit: () => void;
}

/** A number of places that are given out in the order in which they were asked for. */
export class Slots {
  #free: number;
  readonly #waiting = new Set<Waiter>();

  constructor(size: number) {
    this.#free = size;
  }

  /** Takes a place if one is free and nobody waits. */
  tryTake(): boolean {
    if (this.#free === 0 || this.#waiting.size > 0) {
      return false;
    }
    this.#free -= 1;
    return true;
  }

  /** Takes a place, as soon as it is this caller's turn. */
  async take({ patience, tooLong, signal }: Waiting): Promise<void> {
    signal?.throwIfAborted();
    if (this.tryTake()) {
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter: Waiter = { admit: resolve };
    const giveUp = (error: unknown) => {
      this.#waiting.delete(waiter);
      reject(error);
    };
    const abort = () => giveUp(signal?.reason);
    const timer = patience === null ? undefined : setTimeout(() => giveUp(tooLong()), patience);
    signal?.addEventListener('abort', abort, { once: true });
    this.#waiting.add(waiter);
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Gives a place back: to who has waited longest, if anybody waits. */
  give(): void {
    const [first] = this.#waiting;
    if (first) {
      this.#waiting.delete(first);
      first.admit();
    } else {
      this.#free += 1;
    }
  }
}
