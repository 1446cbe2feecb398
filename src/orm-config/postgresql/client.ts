import { Client, type QueryResult } from 'pg';
import { LeastRecentlyUsed } from '../least-recently-used.ts';
import type { BoundStatement } from '../statements.ts';
import { redact } from './redact.ts';
import type { PrefectClientConfig } from './settings.ts';

/** A text that is longer is not likely to come again; the reference's driver has the same limit. */
const longestKept = 15_360;

/** The parts of pg's connection that are used here, as pg-cursor uses them too. */
interface WireConnection {
  readonly parsedStatements: Record<string, string>;
  on(event: 'errorMessage', listener: typeof redact): void;
  close(what: { type: 'S'; name: string }): void;
}

/** One connection to a server, which keeps the statements that it has prepared. */
export class PrefectClient extends Client {
  readonly #names: LeastRecentlyUsed<string> | undefined;
  #named = 0;

  constructor(config: PrefectClientConfig) {
    // The pool hides the password from whoever lists its options.
    super({
      ...config,
      password: config.password,
      connectionTimeoutMillis: config.connectMilliseconds,
      pipeline: true,
    });
    this.#names = config.statementCacheSize > 0 ? new LeastRecentlyUsed(config.statementCacheSize) : undefined;
    // Before pg's own listener, so that no value gets into an error that anybody sees.
    this.#wire.on('errorMessage', redact);
  }

  /** Sends a statement at once, also while another is still running: the server takes them in turn. */
  async run({ sql, values }: BoundStatement): Promise<QueryResult<object>> {
    // Without values there may be several statements, which cannot be prepared.
    const name = values.length > 0 && sql.length <= longestKept ? this.#nameOf(sql) : undefined;
    const result: QueryResult<object> | QueryResult<object>[] = await this.query({
      text: sql,
      values,
      ...(name !== undefined && { name }),
    });
    return Array.isArray(result) ? (result.at(-1) as QueryResult<object>) : result;
  }

  /** Forgets what was prepared, after the server has, or after a change of the tables. */
  forgetStatements(): void {
    for (const name of this.#names?.values() ?? []) {
      this.#close(name);
    }
    this.#names?.clear();
  }

  #nameOf(sql: string): string | undefined {
    if (!this.#names) {
      return undefined;
    }
    let name = this.#names.get(sql);
    if (name === undefined) {
      name = `prefect_orm_${(this.#named += 1)}`;
      const oldest = this.#names.set(sql, name);
      if (oldest !== undefined) {
        this.#close(oldest);
      }
    }
    return name;
  }

  /** Goes out before the next statement; nobody waits for the answer. */
  #close(name: string): void {
    this.#wire.close({ type: 'S', name });
    delete this.#wire.parsedStatements[name];
  }

  get #wire(): WireConnection {
    return (this as unknown as { connection: WireConnection }).connection;
  }
}
