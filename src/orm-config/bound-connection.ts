import {
  type AnyEntity,
  type Dictionary,
  type EntityData,
  isRaw,
  type LoggingOptions,
  type QueryResult,
  raw,
  type RawQueryFragment,
  type Transaction,
} from '@mikro-orm/core';
import { AbstractSqlConnection, NativeQueryBuilder } from '@mikro-orm/sql';
import type { AbortableOperationOptions, AbortableQueryOptions } from 'kysely';
import { hindranceOf } from './hindrances.ts';
import { withoutMarks } from './marked-values.ts';
import type { BoundStatement, StatementBinder } from './statements.ts';

/** What a statement can be written as. */
type Query = string | NativeQueryBuilder | RawQueryFragment;
type Params = readonly unknown[] | Dictionary<unknown>;

/** What a database answers, in Kysely's words. */
export interface RawResult {
  readonly rows: object[];
  readonly numAffectedRows?: bigint | number | undefined;
  readonly insertId?: bigint | number | undefined;
}

/**
 * A connection that sends values beside the statement, never in its text, so that neither a log nor an exception can show one.
 * The log gets the statement as MikroORM writes it, with `?` for the values.
 */
export abstract class BoundConnection extends AbstractSqlConnection {
  #binder: StatementBinder | undefined;

  override async execute<
    T extends QueryResult | EntityData<AnyEntity> | EntityData<AnyEntity>[] = EntityData<AnyEntity>[],
  >(
    query: Query,
    params: Params = [],
    method: 'all' | 'get' | 'run' = 'all',
    ctx?: Transaction,
    loggerContext?: LoggingOptions,
  ): Promise<T> {
    if (!this.connected) {
      await this.ensureConnection();
    }
    const { text, values } = this.#read(query, params);
    const { abort, context } = split(loggerContext);
    const statement = this.#bind(text, values);
    return this.executeQuery(
      text,
      async () => this.transformRawResult<T>(await this.run(statement, ctx, abort), method),
      context,
    );
  }

  override async *stream<T extends EntityData<AnyEntity>>(
    query: Query,
    params: Params = [],
    ctx?: Transaction,
    loggerContext?: LoggingOptions,
    chunkSize = 100,
  ): AsyncIterableIterator<T> {
    await this.ensureConnection();
    const { text, values } = this.#read(query, params);
    const { abort, context } = split(loggerContext);
    try {
      const rows = this.rows(this.#bind(text, values), ctx, abort, chunkSize);
      this.logQuery(text, context);
      for await (const row of rows) {
        yield row as T;
      }
    } catch (error) {
      this.logQuery(text, { ...context, level: 'error' });
      throw error;
    }
  }

  /** Writes what was kept in memory, and so may meet a full disk or a lost connection: MikroORM converts the errors of statements only. */
  override async commit(...args: Parameters<AbstractSqlConnection['commit']>): Promise<void> {
    try {
      await super.commit(...args);
    } catch (error) {
      throw hindranceOf(error) ? this.platform.getExceptionConverter().convertException(error as Error) : error;
    }
  }

  protected abstract createBinder(): StatementBinder;

  /** Runs one statement, in a transaction if one is given. */
  protected abstract run(
    statement: BoundStatement,
    ctx: Transaction | undefined,
    abort: AbortableQueryOptions | undefined,
  ): Promise<RawResult>;

  /** Runs a query and gives its rows as they come. */
  protected abstract rows(
    statement: BoundStatement,
    ctx: Transaction | undefined,
    abort: AbortableOperationOptions | undefined,
    chunkSize: number,
  ): AsyncIterable<object>;

  #bind(text: string, values: readonly unknown[]): BoundStatement {
    return (this.#binder ??= this.createBinder()).bind(text, values);
  }

  #read(query: Query, params: Params): { text: string; values: readonly unknown[] } {
    let fragment: Query = query instanceof NativeQueryBuilder ? query.toRaw() : query;
    if (typeof fragment === 'string' && !Array.isArray(params)) {
      // MikroORM itself knows how named values are written.
      fragment = raw(fragment, params as Dictionary);
    }
    const { sql, values } = isRaw(fragment)
      ? withoutMarks(fragment.sql, fragment.params)
      : withoutMarks(fragment as string, params as readonly unknown[]);
    return { text: this.config.get('onQuery')(sql, values), values };
  }
}

/** MikroORM hands the means to abort a query over among what is meant for the log. */
function split(loggerContext: LoggingOptions | undefined): { abort?: AbortableQueryOptions; context: LoggingOptions } {
  const { signal, inflightQueryAbortStrategy, ...context } = (loggerContext ?? {}) as LoggingOptions &
    AbortableQueryOptions;
  if (!signal && !inflightQueryAbortStrategy) {
    return { context };
  }
  return {
    abort: { ...(signal && { signal }), ...(inflightQueryAbortStrategy && { inflightQueryAbortStrategy }) },
    context,
  };
}
