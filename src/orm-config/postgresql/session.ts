import { randomInt } from 'node:crypto';
import type {
  AbortableOperationOptions,
  AbortableQueryOptions,
  CompiledQuery,
  DatabaseConnection,
  QueryResult,
  TransactionSettings,
} from 'kysely';
import type { QueryResult as PgResult } from 'pg';
import { TransactionAbortedError } from '../errors.ts';
import type { BoundStatement } from '../statements.ts';
import { isConnectionLost, isStatementStale } from './lost.ts';
import type { PooledClient, PrefectPool } from './pool.ts';
import { postgresPlaceholders } from './placeholders.ts';

/** What can be read through a cursor. */
const query = /^\s*(select|values|table|with)\b/i;

/** What can be sent once more when the connection broke: it leaves nothing behind. */
const repeatable = /^\s*(select|values|table|show)\b/i;

/** What a statement came to. */
export type PostgresResult = PgResult<object>;

/** A caller's view of the database: a connection for each statement, or one for all of a transaction. */
export class PostgresSession implements DatabaseConnection {
  readonly #pool: PrefectPool;
  #client: PooledClient | undefined;
  /** What begins the transaction, until it is sent together with the first statement. */
  #begin: string | undefined;
  /** The server's number of the connection that is working. */
  #process: number | undefined;

  constructor(pool: PrefectPool) {
    this.#pool = pool;
  }

  get inTransaction(): boolean {
    return this.#client !== undefined;
  }

  async execute(statement: BoundStatement, abort?: AbortableQueryOptions): Promise<PostgresResult> {
    return abort?.signal
      ? this.#abortable(statement, abort.signal, abort.inflightQueryAbortStrategy)
      : this.#execute(statement);
  }

  /** Rows a few at a time, through a cursor of the server: other statements of the transaction may run in between. */
  async *stream(statement: BoundStatement, chunkSize: number, signal?: AbortSignal): AsyncGenerator<object> {
    if (!query.test(statement.sql)) {
      yield* (await this.execute(statement)).rows;
      return;
    }
    const own = !this.inTransaction;
    if (own) {
      await this.begin({ accessMode: 'read only' });
    }
    const name = `prefect_orm_${randomInt(2 ** 47)}`;
    try {
      await this.execute({ sql: `declare ${name} no scroll cursor for ${statement.sql}`, values: statement.values });
      yield* this.#fetchAll(name, chunkSize, signal);
    } finally {
      await this.#closeCursor(name, own);
    }
  }

  /** Takes a connection now, and begins on it with the first statement: a round trip less. */
  async begin({ isolationLevel, accessMode }: TransactionSettings): Promise<void> {
    this.#client = await this.#pool.connect();
    this.#process = processOf(this.#client);
    const modes = [isolationLevel && `isolation level ${isolationLevel}`, accessMode].filter(Boolean);
    this.#begin = modes.length > 0 ? `start transaction ${modes.join(' ')}` : 'begin';
  }

  /** @throws TransactionAbortedError when the server rolls back instead */
  async commit(): Promise<void> {
    if (this.#begin === undefined) {
      const { command } = await this.execute({ sql: 'commit', values: [] });
      if (command !== 'COMMIT') {
        this.release();
        throw new TransactionAbortedError();
      }
    }
    this.release();
  }

  /** Never fails: a connection that cannot roll back is thrown away, and that does it too. */
  async rollback(): Promise<void> {
    try {
      if (this.#begin === undefined && this.#client) {
        await this.#client.run({ sql: 'rollback', values: [] });
      }
      this.release();
    } catch {
      this.release(true);
    }
  }

  /** Gives back what it holds. */
  release(broken?: boolean): void {
    const client = this.#client;
    this.#client = undefined;
    this.#begin = undefined;
    this.#process = undefined;
    client?.release(broken);
  }

  /** Kysely itself looks after what is to be aborted. */
  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const result = await this.execute({ sql, values: parameters.map(postgresPlaceholders.bindable) });
    const affected = affectedRows(result);
    return { rows: result.rows as R[], ...(affected !== undefined && { numAffectedRows: BigInt(affected) }) };
  }

  async *streamQuery<R>(
    { sql, parameters }: CompiledQuery,
    chunkSize: number,
    options?: AbortableOperationOptions,
  ): AsyncIterableIterator<QueryResult<R>> {
    for await (const row of this.stream(
      { sql, values: parameters.map(postgresPlaceholders.bindable) },
      chunkSize,
      options?.signal,
    )) {
      yield { rows: [row as R] };
    }
  }

  /** Kysely asks for it before it runs what may be aborted; the number is noted with every statement. */
  async collectSessionInfo(): Promise<void> {}

  async cancelQuery(): Promise<void> {
    await this.#tellServer('pg_cancel_backend');
  }

  async killSession(): Promise<void> {
    await this.#tellServer('pg_terminate_backend');
  }

  async #execute(statement: BoundStatement, signal?: AbortSignal): Promise<PostgresResult> {
    if (this.#client) {
      return this.#begin === undefined ? this.#client.run(statement) : this.#beginWith(this.#begin, statement);
    }
    return this.#onAnyClient(statement, signal);
  }

  /** Gives up at once, and has the server give up as well where that is asked for. The connection is free when the server is done. */
  async #abortable(
    statement: BoundStatement,
    signal: AbortSignal,
    strategy: AbortableQueryOptions['inflightQueryAbortStrategy'],
  ): Promise<PostgresResult> {
    signal.throwIfAborted();
    const { promise: aborted, reject } = Promise.withResolvers<never>();
    const abort = () => {
      reject(signal.reason as Error);
      const told =
        strategy === 'cancel query' ? this.cancelQuery() : strategy === 'kill session' ? this.killSession() : undefined;
      told?.catch(() => {});
    };
    signal.addEventListener('abort', abort, { once: true });
    const running = this.#execute(statement, signal);
    // Nobody may be left to hear of it.
    running.catch(() => {});
    try {
      return await Promise.race([running, aborted]);
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  async #tellServer(what: 'pg_cancel_backend' | 'pg_terminate_backend'): Promise<void> {
    const process = this.#process;
    if (process !== undefined) {
      await new PostgresSession(this.#pool).execute({ sql: `select ${what}($1)`, values: [process] });
    }
  }

  async #beginWith(begin: string, statement: BoundStatement): Promise<PostgresResult> {
    this.#begin = undefined;
    for (;;) {
      const client = this.#client as PooledClient;
      const [begun, done] = await Promise.allSettled([client.run({ sql: begin, values: [] }), client.run(statement)]);
      if (begun.status === 'fulfilled' && done.status === 'fulfilled') {
        return done.value;
      }
      const { reason } = (begun.status === 'rejected' ? begun : done) as PromiseRejectedResult;
      // Nothing can have been committed.
      if (!(isConnectionLost(reason) && this.#pool.isReused(client))) {
        throw reason;
      }
      client.release(true);
      this.#client = undefined;
      this.#client = await this.#pool.connect();
      this.#process = processOf(this.#client);
    }
  }

  async #onAnyClient(statement: BoundStatement, signal: AbortSignal | undefined): Promise<PostgresResult> {
    const mayRepeat = repeatable.test(statement.sql);
    for (let attempt = 0; ; attempt += 1) {
      const client = await this.#pool.connect();
      this.#process = processOf(client);
      try {
        signal?.throwIfAborted();
        const result = await client.run(statement);
        client.release();
        return result;
      } catch (error) {
        const lost = isConnectionLost(error);
        const stale = isStatementStale(error);
        if (stale) {
          client.forgetStatements();
        }
        const reused = this.#pool.isReused(client);
        client.release(lost || undefined);
        if (!((lost && mayRepeat && reused) || (stale && attempt === 0))) {
          throw error;
        }
      } finally {
        this.#process = undefined;
      }
    }
  }

  async *#fetchAll(cursor: string, chunkSize: number, signal: AbortSignal | undefined): AsyncGenerator<object> {
    for (;;) {
      signal?.throwIfAborted();
      const { rows } = await this.execute({
        sql: `fetch forward ${Math.max(1, Math.trunc(chunkSize))} from ${cursor}`,
        values: [],
      });
      yield* rows;
      if (rows.length < chunkSize) {
        return;
      }
    }
  }

  async #closeCursor(cursor: string, own: boolean): Promise<void> {
    if (own) {
      await this.rollback();
    } else {
      // In a transaction that has failed it is gone already.
      await this.execute({ sql: `close ${cursor}`, values: [] }).catch(() => {});
    }
  }
}

/** How many rows a statement has changed; undefined for one that changes none. */
export function affectedRows({ command, rowCount }: PostgresResult): number | undefined {
  return ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(command) ? (rowCount ?? 0) : undefined;
}

function processOf(client: PooledClient): number | undefined {
  return (client as unknown as { processID?: number }).processID;
}
