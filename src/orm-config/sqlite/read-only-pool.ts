import type { ResolvedConnectionOptions } from '../connection-options.ts';
import { DatabaseFileError } from '../errors.ts';
import { SqliteHandle } from './handle.ts';
import { guarded } from './open.ts';
import { Patience } from './patience.ts';
import type { Lease, Purpose, SqlitePool } from './pool.ts';
import { ReadOnlyDatabase } from './read-only-database.ts';
import { type ReadOnlyFile, readOnlyFile } from './read-only-file.ts';
import { Readers } from './readers.ts';

/** The connections to a file that must not be changed, and beside which nothing may appear. */
export class ReadOnlyPool implements SqlitePool {
  readonly readOnly = true;
  readonly streams = true;
  readonly #path: string;
  readonly #options: ResolvedConnectionOptions;
  readonly #readers: Readers;
  #file: ReadOnlyFile | undefined;

  constructor(path: string, options: ResolvedConnectionOptions) {
    this.#path = path;
    this.#options = options;
    this.#readers = new Readers(options, (patience) => guarded(path, () => this.#connect(patience)));
  }

  async open(): Promise<void> {
    const { release } = await this.lease('read', new Patience(this.#options.timeout));
    release();
  }

  /** A statement that writes gets a connection too: SQLite itself says that it may not. */
  async lease(_purpose: Purpose, patience: Patience): Promise<Lease> {
    if (this.#file && !this.#file.holds()) {
      this.close();
    }
    return this.#readers.lease(patience);
  }

  close(): void {
    this.#readers.close();
    this.#file?.discard();
    this.#file = undefined;
  }

  async #connect(patience: Patience): Promise<SqliteHandle> {
    this.#file ??= this.#choose();
    const database = new ReadOnlyDatabase(this.#file.uri);
    try {
      // Opening alone reads nothing.
      await patience.until(() => database.exec('pragma cache_size = 20000; pragma schema_version'));
      return new SqliteHandle(database, this.#options.statementCacheSize);
    } catch (error) {
      database.close();
      throw error;
    }
  }

  #choose(): ReadOnlyFile {
    try {
      return readOnlyFile(this.#path);
    } catch (error) {
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      throw new DatabaseFileError(this.#path, missing ? 'there is no such file.' : 'this user may not read it.', {
        cause: error,
      });
    }
  }
}
