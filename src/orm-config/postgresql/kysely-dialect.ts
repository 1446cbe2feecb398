import {
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryCompiler,
  type TransactionSettings,
} from 'kysely';
import type { PrefectPool } from './pool.ts';
import { PostgresSession } from './session.ts';

/** Kysely over our connections, so that `em.getKysely()` takes part in everything. */
export class PrefectPostgresDialect implements Dialect {
  readonly #pool: PrefectPool;

  constructor(pool: PrefectPool) {
    this.#pool = pool;
  }

  createDriver(): Driver {
    return new SessionDriver(this.#pool);
  }

  createQueryCompiler(): QueryCompiler {
    return new PostgresQueryCompiler();
  }

  createAdapter(): DialectAdapter {
    return new PostgresAdapter();
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new PostgresIntrospector(db);
  }
}

class SessionDriver implements Driver {
  readonly #pool: PrefectPool;

  constructor(pool: PrefectPool) {
    this.#pool = pool;
  }

  // A connection is made when it is needed.
  async init(): Promise<void> {}

  async acquireConnection(): Promise<PostgresSession> {
    return new PostgresSession(this.#pool);
  }

  async releaseConnection(session: PostgresSession): Promise<void> {
    session.release();
  }

  async beginTransaction(session: PostgresSession, settings: TransactionSettings): Promise<void> {
    await session.begin(settings);
  }

  async commitTransaction(session: PostgresSession): Promise<void> {
    await session.commit();
  }

  async rollbackTransaction(session: PostgresSession): Promise<void> {
    await session.rollback();
  }

  async savepoint(session: PostgresSession, name: string): Promise<void> {
    await session.execute({ sql: `savepoint ${quoted(name)}`, values: [] });
  }

  async rollbackToSavepoint(session: PostgresSession, name: string): Promise<void> {
    await session.execute({ sql: `rollback to savepoint ${quoted(name)}`, values: [] });
  }

  async releaseSavepoint(session: PostgresSession, name: string): Promise<void> {
    await session.execute({ sql: `release savepoint ${quoted(name)}`, values: [] });
  }

  async destroy(): Promise<void> {
    await this.#pool.end();
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
