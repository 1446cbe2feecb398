import type { Transaction } from '@mikro-orm/core';
import type { AbortableOperationOptions, ControlledTransaction, Dialect, AbortableQueryOptions } from 'kysely';
import { CompiledQuery } from 'kysely';
import { BoundConnection, type RawResult } from '../bound-connection.ts';
import type { ResolvedConnectionOptions } from '../connection-options.ts';
import { type BoundStatement, StatementBinder } from '../statements.ts';
import { FilePool } from './file-pool.ts';
import { PrefectSqliteDialect } from './kysely-dialect.ts';
import { MemoryPool } from './memory-pool.ts';
import { sqlitePlaceholders } from './placeholders.ts';
import type { SqlitePool } from './pool.ts';
import { ReadOnlyPool } from './read-only-pool.ts';
import { SqliteSession } from './session.ts';

/** What the configuration hands over as MikroORM's `driverOptions`. */
export interface SqliteDriverOptions {
  readonly connection: ResolvedConnectionOptions;
  readonly mustExist: boolean;
}

/** MikroORM's connection to SQLite, over a pool of our own: see {@link SqliteSession}. */
export class PrefectSqliteConnection extends BoundConnection {
  #pool: SqlitePool | undefined;
  #options: ResolvedConnectionOptions | undefined;
  readonly #sessions = new WeakMap<object, SqliteSession>();

  override createKyselyDialect({ connection, mustExist }: SqliteDriverOptions): Dialect {
    this.#pool = poolFor(this.config.get('dbName') ?? ':memory:', mustExist, connection);
    this.#options = connection;
    return new PrefectSqliteDialect(this.#pool, connection);
  }

  override async connect(options?: { skipOnConnect?: boolean }): Promise<void> {
    await this.initClient();
    await this.#pool?.open();
    await super.connect(options);
  }

  override async close(force?: boolean): Promise<void> {
    await super.close(force);
    // Kysely leaves a pool open that it has never asked for a connection itself.
    this.#pool?.close();
  }

  override async begin(
    options: Parameters<BoundConnection['begin']>[0] = {},
  ): Promise<ControlledTransaction<unknown, string[]>> {
    const transaction = await super.begin(options);
    await transaction.getExecutor().provideConnection(async (session) => {
      this.#sessions.set(transaction, session as SqliteSession);
    });
    return transaction;
  }

  override async executeDump(dump: string): Promise<void> {
    await this.ensureConnection();
    await this.#newSession().runScript(dump);
  }

  protected override createBinder(): StatementBinder {
    return new StatementBinder(this.platform, sqlitePlaceholders);
  }

  protected override async run(
    statement: BoundStatement,
    ctx: Transaction | undefined,
    abort: AbortableQueryOptions | undefined,
  ): Promise<RawResult> {
    const session = this.#sessionFor(ctx);
    if (!session) {
      // A transaction that is over: Kysely knows what to say.
      return (ctx as ControlledTransaction<unknown>).executeQuery(
        CompiledQuery.raw(statement.sql, statement.values),
        abort,
      );
    }
    const { rows, changes, lastInsertRowid } = await session.execute(statement, abort?.signal);
    return { rows, numAffectedRows: changes, insertId: lastInsertRowid };
  }

  protected override rows(
    statement: BoundStatement,
    ctx: Transaction | undefined,
    abort: AbortableOperationOptions | undefined,
  ): AsyncIterable<object> {
    return this.#sessionFor(ctx)?.stream(statement, abort?.signal) ?? this.#all(statement, ctx, abort);
  }

  async *#all(...statement: Parameters<PrefectSqliteConnection['run']>): AsyncGenerator<object> {
    yield* (await this.run(...statement)).rows;
  }

  #sessionFor(ctx: Transaction | undefined): SqliteSession | undefined {
    if (!ctx) {
      return this.#newSession();
    }
    const session = this.#sessions.get(ctx as object);
    return session?.inTransaction ? session : undefined;
  }

  #newSession(): SqliteSession {
    return new SqliteSession(this.#pool as SqlitePool, this.#options as ResolvedConnectionOptions);
  }
}

function poolFor(path: string, mustExist: boolean, options: ResolvedConnectionOptions): SqlitePool {
  if (path === ':memory:') {
    return new MemoryPool(options);
  }
  return options.readOnly ? new ReadOnlyPool(path, options) : new FilePool(path, mustExist, options);
}
