import type { Transaction } from '@mikro-orm/core';
import { type AbortableQueryOptions, CompiledQuery, type ControlledTransaction, type Dialect } from 'kysely';
import { BoundConnection, type RawResult } from '../bound-connection.ts';
import type { ResolvedConnectionOptions } from '../connection-options.ts';
import { type BoundStatement, StatementBinder } from '../statements.ts';
import type { PostgresAddress } from '../url/index.ts';
import { PrefectPostgresDialect } from './kysely-dialect.ts';
import { postgresPlaceholders } from './placeholders.ts';
import { PrefectPool } from './pool.ts';
import { affectedRows, PostgresSession } from './session.ts';

/** What the configuration hands over as MikroORM's `driverOptions`. */
export interface PostgresDriverOptions {
  readonly address: PostgresAddress;
  readonly connection: ResolvedConnectionOptions;
}

/** MikroORM's connection to PostgreSQL, over a pool of our own: see {@link PostgresSession}. */
export class PrefectPostgreSqlConnection extends BoundConnection {
  #pool: PrefectPool | undefined;
  readonly #sessions = new WeakMap<object, PostgresSession>();

  override createKyselyDialect({ address, connection }: PostgresDriverOptions): Dialect {
    this.#pool = new PrefectPool(address, connection, this.config.get('dbName') || undefined);
    // A connection that breaks while nobody uses it is no more than that.
    this.#pool.on('error', (error) =>
      this.logger.warn('info', `PostgreSQL closed an idle connection: ${error.message}`),
    );
    this.#pool.on('connect', (client) =>
      client.on('error', (error) => this.logger.warn('info', `PostgreSQL closed a connection: ${error.message}`)),
    );
    return new PrefectPostgresDialect(this.#pool);
  }

  /** Makes one connection, so that a server that cannot be used is found out now. */
  override async connect(options?: { skipOnConnect?: boolean }): Promise<void> {
    await this.initClient();
    (await this.#pool?.connect())?.release();
    await super.connect(options);
  }

  override async close(force?: boolean): Promise<void> {
    await super.close(force);
    // Kysely leaves a pool open that it has never asked for a connection itself.
    if (this.#pool && !this.#pool.ending) {
      await this.#pool.end();
    }
  }

  override async begin(
    options: Parameters<BoundConnection['begin']>[0] = {},
  ): Promise<ControlledTransaction<unknown, string[]>> {
    const transaction = await super.begin(options);
    await transaction.getExecutor().provideConnection(async (session) => {
      this.#sessions.set(transaction, session as PostgresSession);
    });
    return transaction;
  }

  /** The pool of `pg`. */
  override async getNativeClient(): Promise<PrefectPool> {
    await this.ensureConnection();
    return this.requireNativeClient(this.#pool);
  }

  protected override createBinder(): StatementBinder {
    return new StatementBinder(this.platform, postgresPlaceholders);
  }

  protected override async run(
    statement: BoundStatement,
    ctx: Transaction | undefined,
    abort: AbortableQueryOptions | undefined,
  ): Promise<RawResult> {
    const session = this.#sessionFor(ctx);
    if (!session) {
      // A transaction that is over: Kysely knows what to say.
      return (ctx as ControlledTransaction<unknown>).executeQuery<object>(
        CompiledQuery.raw(statement.sql, statement.values),
        abort,
      );
    }
    const result = await session.execute(statement, abort);
    return { rows: result.rows, numAffectedRows: affectedRows(result) };
  }

  protected override rows(
    statement: BoundStatement,
    ctx: Transaction | undefined,
    abort: AbortableQueryOptions | undefined,
    chunkSize: number,
  ): AsyncIterable<object> {
    return this.#sessionFor(ctx)?.stream(statement, chunkSize, abort?.signal) ?? this.#all(statement, ctx, abort);
  }

  async *#all(...statement: Parameters<PrefectPostgreSqlConnection['run']>): AsyncGenerator<object> {
    yield* (await this.run(...statement)).rows;
  }

  #sessionFor(ctx: Transaction | undefined): PostgresSession | undefined {
    if (!ctx) {
      return new PostgresSession(this.#pool as PrefectPool);
    }
    const session = this.#sessions.get(ctx as object);
    return session?.inTransaction ? session : undefined;
  }
}
