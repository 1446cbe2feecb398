import { Pool } from 'pg';
import { atEndOfRun } from '../cleanup.ts';
import { findPostgres } from '../postgres/find.ts';
import type { PostgresServer } from '../postgres/server.ts';
import type { Database, DatabaseMaker } from './database.ts';

interface Connected {
  readonly server: PostgresServer;
  readonly pool: Pool;
}

/** Databases on the first PostgreSQL server that answers. Their names hold the process id, because others may use the server too. */
export class PostgreSqlMaker implements DatabaseMaker {
  #connected: Promise<Connected> | undefined;
  #made = 0;
  readonly #present = new Set<string>();

  async empty(): Promise<Database> {
    // the reference was recorded in UTF-8 with the C collation; servers differ in their defaults
    return this.#create(`TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'`);
  }

  async copy(original: Database): Promise<Database> {
    return this.#create(`TEMPLATE ${new URL(original.url).pathname.slice(1)}`);
  }

  async #create(as: string): Promise<Database> {
    const { server, pool } = await this.#connect();
    this.#made += 1;
    const name = `prefect_orm_test_${process.pid}_${this.#made}`;
    this.#present.add(name);
    await pool.query(`CREATE DATABASE ${name} ${as}`);
    const url = new URL(server.url);
    url.protocol = 'postgresql:';
    url.pathname = name;
    return { url: url.href, drop: () => this.#drop(name) };
  }

  async #drop(name: string): Promise<void> {
    const { pool } = await this.#connect();
    await pool.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    this.#present.delete(name);
  }

  #connect(): Promise<Connected> {
    this.#connected ??= this.#start();
    return this.#connected;
  }

  async #start(): Promise<Connected> {
    const finding = findPostgres();
    // before it is there: a run may be broken off while the server starts
    atEndOfRun(() =>
      finding.then(
        (server) => server.stop(),
        () => {},
      ),
    );
    const server = await finding;
    // one connection: the statements of several suites wait for each other
    const pool = new Pool({ connectionString: server.url, max: 1 });
    // its end does not wait for the socket, and the server that stops next would break a connection that nobody uses
    pool.on('error', () => {});
    atEndOfRun(() => pool.end());
    atEndOfRun(() => this.#dropAll());
    return { server, pool };
  }

  async #dropAll(): Promise<void> {
    for (const name of this.#present) {
      await this.#drop(name);
    }
  }
}
