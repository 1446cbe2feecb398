import type { AbortableOperationOptions, CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import type { ResolvedConnectionOptions } from '../connection-options.ts';
import type { BoundStatement } from '../statements.ts';
import { StrayTransactionError } from '../errors.ts';
import type { SqliteHandle, SqliteResult } from './handle.ts';
import type { NativeRow } from './native-database.ts';
import { Patience } from './patience.ts';
import { sqlitePlaceholders } from './placeholders.ts';
import type { Lease, SqlitePool } from './pool.ts';
import { purposeOf } from './purpose.ts';

/** A caller's view of the database: a connection for each statement, or one for all of a transaction. */
export class SqliteSession implements DatabaseConnection {
  readonly #pool: SqlitePool;
  readonly #options: ResolvedConnectionOptions;
  #transaction: Lease | undefined;

  constructor(pool: SqlitePool, options: ResolvedConnectionOptions) {
    this.#pool = pool;
    this.#options = options;
  }

  get inTransaction(): boolean {
    return this.#transaction !== undefined;
  }

  async execute(statement: BoundStatement, signal?: AbortSignal): Promise<SqliteResult> {
    signal?.throwIfAborted();
    const patience = new Patience(this.#options.timeout, signal);
    if (this.#transaction) {
      const { handle } = this.#transaction;
      return patience.until(() => handle.execute(statement));
    }
    const { handle, release } = await this.#leaseFor(statement, patience);
    try {
      return await patience.until(() => handle.execute(statement));
    } finally {
      const stray = endStrayTransaction(handle);
      release();
      refuse(stray);
    }
  }

  /** Runs a text of several statements. */
  async runScript(script: string): Promise<void> {
    const patience = new Patience(this.#options.timeout);
    const { handle, release } = await this.#pool.lease('write', patience);
    try {
      await patience.until(() => handle.database.exec(script));
    } finally {
      const stray = endStrayTransaction(handle);
      release();
      refuse(stray);
    }
  }

  /** Rows one by one from a connection of their own; inside a transaction all at once, since other statements run on its connection meanwhile. */
  async *stream(statement: BoundStatement, signal?: AbortSignal): AsyncGenerator<NativeRow> {
    if (this.#transaction || !this.#pool.streams) {
      yield* (await this.execute(statement, signal)).rows;
      return;
    }
    const patience = new Patience(this.#options.timeout, signal);
    const { handle, release } = await this.#leaseFor(statement, patience);
    try {
      for (const row of handle.iterate(statement)) {
        signal?.throwIfAborted();
        yield row;
      }
    } finally {
      release(handle.database.inTransaction);
    }
  }

  /** A transaction that may write takes the lock at once: one that finds out later that it wants to could not wait for it. */
  async begin(readOnly: boolean): Promise<void> {
    const patience = new Patience(this.#options.timeout);
    const deferred = readOnly || this.#pool.readOnly;
    const lease = await this.#pool.lease(deferred ? 'read' : 'write', patience);
    try {
      await patience.until(() =>
        lease.handle.execute({ sql: deferred ? 'begin deferred' : 'begin immediate', values: [] }),
      );
      this.#transaction = lease;
    } catch (error) {
      lease.release(lease.handle.database.inTransaction);
      throw error;
    }
  }

  async commit(): Promise<void> {
    await this.execute({ sql: 'commit', values: [] });
    this.release();
  }

  /** Never fails: a connection that cannot roll back is thrown away, and that does it too. */
  async rollback(): Promise<void> {
    const lease = this.#transaction;
    try {
      // SQLite itself has rolled back after some errors.
      if (lease?.handle.database.inTransaction) {
        lease.handle.execute({ sql: 'rollback', values: [] });
      }
    } catch {
      lease?.release(true);
    }
    this.release();
  }

  /** Gives back what it holds. */
  release(): void {
    const lease = this.#transaction;
    this.#transaction = undefined;
    lease?.release(lease.handle.database.inTransaction);
  }

  async executeQuery<R>(
    { sql, parameters }: CompiledQuery,
    options?: AbortableOperationOptions,
  ): Promise<QueryResult<R>> {
    const { rows, changes, lastInsertRowid } = await this.execute(
      { sql, values: parameters.map(sqlitePlaceholders.bindable) },
      options?.signal,
    );
    return {
      rows: rows as R[],
      ...(changes !== undefined && { numAffectedRows: BigInt(changes) }),
      ...(lastInsertRowid !== undefined && { insertId: BigInt(lastInsertRowid) }),
    };
  }

  async *streamQuery<R>(
    { sql, parameters }: CompiledQuery,
    chunkSize: number,
    options?: AbortableOperationOptions,
  ): AsyncIterableIterator<QueryResult<R>> {
    let rows: NativeRow[] = [];
    for await (const row of this.stream(
      { sql, values: parameters.map(sqlitePlaceholders.bindable) },
      options?.signal,
    )) {
      rows.push(row);
      if (rows.length >= chunkSize) {
        yield { rows: rows as R[] };
        rows = [];
      }
    }
    if (rows.length > 0) {
      yield { rows: rows as R[] };
    }
  }

  async #leaseFor({ sql }: BoundStatement, patience: Patience): Promise<Lease> {
    const purpose = purposeOf(sql);
    const lease = await this.#pool.lease(purpose === 'write' ? 'write' : 'read', patience);
    if (purpose !== 'unclear' || (await this.#leavesDatabase(lease, sql, patience))) {
      return lease;
    }
    lease.release();
    return this.#pool.lease('write', patience);
  }

  async #leavesDatabase(lease: Lease, sql: string, patience: Patience): Promise<boolean> {
    try {
      return await patience.until(() => lease.handle.leavesDatabase(sql));
    } catch (error) {
      lease.release();
      throw error;
    }
  }
}

/** A transaction that was begun by hand would hold the lock after its connection has gone to the next caller. */
function endStrayTransaction({ database }: SqliteHandle): boolean {
  const stray = database.inTransaction;
  if (stray) {
    database.exec('rollback');
  }
  return stray;
}

function refuse(stray: boolean): void {
  if (stray) {
    throw new StrayTransactionError();
  }
}
