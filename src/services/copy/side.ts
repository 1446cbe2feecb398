import type { Connection, IDatabaseDriver, MikroORM, Platform, Transaction } from '@mikro-orm/core';
import { inChunks } from '../chunks.ts';
import { type CopyDialect, copyDialectOf } from './dialects/index.ts';
import { type CopiedColumn, type CopiedTable, tablesOf } from './tables.ts';

/** A row as the driver hands it out, by column. */
export type Row = Readonly<Record<string, unknown>>;

// of a batch: enough that a round trip does not count, few enough that many of them fit into memory
const mostRows = 512;
const wantedCharacters = 500_000;

// what one statement looks up by its key
const keysPerStatement = 500;

/** One of the two databases of a copy: its tables, and statements on it, in the transaction that is open. */
export class Side {
  readonly platform: Platform;
  readonly dialect: CopyDialect;
  /** The file of an SQLite database; the name of another. */
  readonly database: string;
  readonly tables: ReadonlyMap<string, CopiedTable>;
  readonly #driver: IDatabaseDriver;
  readonly #connection: Connection;
  #transaction: Transaction | undefined;

  constructor({ em, config }: MikroORM) {
    this.database = config.get('dbName') ?? '';
    this.platform = em.getPlatform();
    this.dialect = copyDialectOf(this.platform);
    this.tables = tablesOf(em);
    this.#driver = em.getDriver();
    this.#connection = this.#driver.getConnection();
  }

  /** Whether the other database stores every value in the same way. */
  storesLike(other: Side): boolean {
    return this.dialect === other.dialect;
  }

  /** The table of the same name as one of the other database. */
  table({ name }: Pick<CopiedTable, 'name'>): CopiedTable {
    return this.tables.get(name)!;
  }

  async query(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.#execute(sql, values, 'all') as Promise<Row[]>;
  }

  /** @returns how many rows were changed */
  async run(sql: string, values: readonly unknown[] = []): Promise<number> {
    const { affectedRows } = (await this.#execute(sql, values, 'run')) as { affectedRows: number };
    return affectedRows;
  }

  /** Whether a transaction is open. */
  get inTransaction(): boolean {
    return this.#transaction !== undefined;
  }

  /** Begins a transaction that writes. */
  async begin(): Promise<void> {
    this.#transaction = await this.#converting(this.#connection.begin());
    for (const sql of this.dialect.writeSettings) {
      await this.run(sql);
    }
  }

  /** Where it fails nothing of the transaction stays, and the connection is given back: who waits to close it would wait for ever. */
  async commit(): Promise<void> {
    const transaction = this.#transaction;
    try {
      await this.#converting(this.#connection.commit(transaction));
    } catch (error) {
      await this.rollback();
      throw error;
    }
    this.#transaction = undefined;
  }

  /** Undoes what the open transaction has written; without one it does nothing. */
  async rollback(): Promise<void> {
    const transaction = this.#transaction;
    this.#transaction = undefined;
    if (transaction) {
      await this.#connection.rollback(transaction);
    }
  }

  /** Does `work` on the database as it is now: whatever others write meanwhile is not seen, and nothing can be written. */
  async snapshot<Result>(work: () => Promise<Result>): Promise<Result> {
    const isolationLevel = this.dialect.snapshotIsolation;
    this.#transaction = await this.#converting(this.#connection.begin({ isolationLevel, readOnly: true }));
    try {
      for (const sql of this.dialect.snapshotSettings) {
        await this.run(sql);
      }
      return await work();
    } finally {
      await this.rollback();
    }
  }

  async hasTable(name: string): Promise<boolean> {
    return (await this.query(this.dialect.tableExists, [name])).length > 0;
  }

  async count({ name }: CopiedTable): Promise<number> {
    const [row] = await this.query(`select count(*) as count from ${this.quote(name)}`);
    return Number(row!['count']);
  }

  /**
   * All rows of a table in the order in which they lie there, a batch at a time: more of them the smaller they are. Only in a transaction.
   */
  async *batches(table: CopiedTable, columns: readonly CopiedColumn[] = table.columns): AsyncGenerator<Row[]> {
    const reading = await this.dialect.read(this, this.quote(table.name), this.#list(columns));
    let limit = 64;
    for (let rows = await reading(limit); rows.length > 0;) {
      const isLast = rows.length < limit;
      limit = nextLimit(limit, rows);
      // the next batch is on its way while this one is worked on
      const next = isLast ? Promise.resolve([]) : reading(limit);
      next.catch(() => {});
      yield rows;
      rows = await next;
    }
  }

  /** The rows of a table that hold one of some values in a column; those without a match are left out. */
  async rowsWhere(
    table: CopiedTable,
    column: string,
    values: readonly unknown[],
    columns: readonly CopiedColumn[] = table.columns,
  ): Promise<Row[]> {
    const found: Row[] = [];
    for (const some of inChunks(values, keysPerStatement)) {
      const sql = `select ${this.#list(columns)} from ${this.quote(table.name)} where ${this.quote(column)} in (?)`;
      found.push(...(await this.query(sql, [some])));
    }
    return found;
  }

  quote(name: string): string {
    return this.platform.quoteIdentifier(name);
  }

  async #execute(sql: string, values: readonly unknown[], method: 'all' | 'run'): Promise<unknown> {
    return this.#converting(this.#connection.execute(sql, [...values], method, this.#transaction));
  }

  /** What the database refuses becomes one of MikroORM's exceptions. */
  async #converting<Result>(work: Promise<Result>): Promise<Result> {
    return work.catch((error: unknown) => {
      throw this.#driver.convertException(error as Error);
    });
  }

  #list(columns: readonly CopiedColumn[]): string {
    return columns.map(({ name }) => this.quote(name)).join(', ');
  }
}

function nextLimit(limit: number, rows: readonly Row[]): number {
  let characters = 0;
  for (const row of rows) {
    for (const value of Object.values(row)) {
      characters += typeof value === 'string' ? value.length : 8;
    }
  }
  const wanted = (wantedCharacters * rows.length) / Math.max(1, characters);
  // powers of two: few different statements
  if (wanted >= limit * 2) {
    return Math.min(mostRows, limit * 2);
  }
  return wanted < limit ? Math.max(1, 2 ** Math.floor(Math.log2(wanted))) : limit;
}
