import { existsSync } from 'node:fs';
import type { ResolvedConnectionOptions } from '../connection-options.ts';
import { Slots } from '../slots.ts';
import type { SqliteHandle } from './handle.ts';
import { guarded, openFile } from './open.ts';
import { Patience } from './patience.ts';
import type { Lease, Purpose, SqlitePool } from './pool.ts';
import { Readers } from './readers.ts';

/** Whose turn it is to write to a file, whichever ORM of this process asks: SQLite lets one write at a time, and does not care who came first. */
const turns = new Map<string, Slots>();

/** The connections to a file: one that writes, and others that read beside it. */
export class FilePool implements SqlitePool {
  readonly readOnly = false;
  readonly streams = true;
  readonly #path: string;
  readonly #mustExist: boolean;
  readonly #options: ResolvedConnectionOptions;
  readonly #turn: Slots;
  readonly #readers: Readers;
  #writer: SqliteHandle | undefined;
  #writing: Lease | undefined;

  constructor(path: string, mustExist: boolean, options: ResolvedConnectionOptions) {
    this.#path = path;
    this.#mustExist = mustExist;
    this.#options = options;
    this.#turn = turns.get(path) ?? new Slots(1);
    turns.set(path, this.#turn);
    this.#readers = new Readers(options, (patience) => openFile(path, 'read', options, patience));
  }

  /**
   * Finds out whether the file can be used. One that exists is only read, and stays as it is until something is written: the mode of its
   * journal is not ours to change while we do not know whose it is.
   */
  async open(): Promise<void> {
    const patience = new Patience(this.#options.timeout);
    const { handle, release } = await this.lease(existsSync(this.#path) ? 'read' : 'write', patience);
    try {
      await guarded(this.#path, () =>
        patience.until(() => handle.execute({ sql: 'pragma schema_version', values: [] })),
      );
    } finally {
      release();
    }
  }

  async lease(purpose: Purpose, patience: Patience): Promise<Lease> {
    if (purpose === 'read') {
      return this.#readers.lease(patience);
    }
    if (!this.#turn.tryTake()) {
      await this.#turn.take(patience.waiting);
    }
    try {
      this.#writer ??= await openFile(this.#path, this.#mustExist ? 'write' : 'create', this.#options, patience);
    } catch (error) {
      this.#turn.give();
      throw error;
    }
    this.#writing = this.#leaseOf(this.#writer);
    return this.#writing;
  }

  close(): void {
    this.#readers.close();
    this.#writing?.release(true);
    this.#writer?.close();
    this.#writer = undefined;
  }

  #leaseOf(handle: SqliteHandle): Lease {
    let given = true;
    const release = (broken = false) => {
      if (!given) {
        return;
      }
      given = false;
      this.#writing = undefined;
      if (broken && handle === this.#writer) {
        this.#writer = undefined;
        handle.close();
      }
      this.#turn.give();
    };
    return { handle, release };
  }
}
