import {
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  type QueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
} from 'kysely';
import type { ResolvedConnectionOptions } from '../connection-options.ts';
import type { SqlitePool } from './pool.ts';
import { SqliteSession } from './session.ts';

/** Kysely over our connections, so that `em.getKysely()` takes part in everything. */
export class PrefectSqliteDialect implements Dialect {
  readonly #pool: SqlitePool;
  readonly #options: ResolvedConnectionOptions;

  constructor(pool: SqlitePool, options: ResolvedConnectionOptions) {
    this.#pool = pool;
    this.#options = options;
  }

  createDriver(): Driver {
    return new SessionDriver(this.#pool, this.#options);
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler();
  }

  createAdapter(): DialectAdapter {
    return new ConcurrentSqliteAdapter();
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new SqliteIntrospector(db);
  }
}

/** Kysely's own driver has one connection for everybody. */
class ConcurrentSqliteAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

class SessionDriver implements Driver {
  readonly #pool: SqlitePool;
  readonly #options: ResolvedConnectionOptions;

  constructor(pool: SqlitePool, options: ResolvedConnectionOptions) {
    this.#pool = pool;
    this.#options = options;
  }

  async init(): Promise<void> {
    await this.#pool.open();
  }

  async acquireConnection(): Promise<SqliteSession> {
    return new SqliteSession(this.#pool, this.#options);
  }

  async releaseConnection(session: SqliteSession): Promise<void> {
    session.release();
  }

  // SQLite isolates as strictly as can be, whatever was asked for.
  async beginTransaction(session: SqliteSession, { accessMode }: TransactionSettings): Promise<void> {
    await session.begin(accessMode === 'read only');
  }

  async commitTransaction(session: SqliteSession): Promise<void> {
    await session.commit();
  }

  async rollbackTransaction(session: SqliteSession): Promise<void> {
    await session.rollback();
  }

  async savepoint(session: SqliteSession, name: string): Promise<void> {
    await session.execute({ sql: `savepoint ${quoted(name)}`, values: [] });
  }

  async rollbackToSavepoint(session: SqliteSession, name: string): Promise<void> {
    await session.execute({ sql: `rollback to savepoint ${quoted(name)}`, values: [] });
  }

  async releaseSavepoint(session: SqliteSession, name: string): Promise<void> {
    await session.execute({ sql: `release savepoint ${quoted(name)}`, values: [] });
  }

  async destroy(): Promise<void> {
    this.#pool.close();
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
