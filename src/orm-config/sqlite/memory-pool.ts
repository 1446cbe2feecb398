import type { ResolvedConnectionOptions } from '../connection-options.ts';
import { Slots } from '../slots.ts';
import type { SqliteHandle } from './handle.ts';
import { openMemory } from './open.ts';
import type { Patience } from './patience.ts';
import type { Lease, Purpose, SqlitePool } from './pool.ts';
import { poolWaiting } from './readers.ts';

const advice =
  'An in-memory database has no other: inside a transaction, read with its own EntityManager and not with another fork, or use a file.';

/** The one connection to a database in memory: whoever else opened one would find another database. */
export class MemoryPool implements SqlitePool {
  readonly readOnly: boolean;
  readonly streams = false;
  readonly #options: ResolvedConnectionOptions;
  readonly #turn = new Slots(1);
  #handle: SqliteHandle | undefined;
  #lease: Lease | undefined;

  constructor(options: ResolvedConnectionOptions) {
    this.#options = options;
    this.readOnly = options.readOnly;
  }

  async open(): Promise<void> {
    this.#handle ??= openMemory(this.#options);
  }

  async lease(_purpose: Purpose, patience: Patience): Promise<Lease> {
    if (!this.#turn.tryTake()) {
      await this.#turn.take({ ...poolWaiting(this.#options, 1, advice), signal: patience.waiting.signal });
    }
    this.#handle ??= openMemory(this.#options);
    let given = true;
    const release = () => {
      if (given) {
        given = false;
        this.#turn.give();
      }
    };
    this.#lease = { handle: this.#handle, release };
    return this.#lease;
  }

  close(): void {
    this.#lease?.release();
    this.#handle?.close();
    this.#handle = undefined;
  }
}
