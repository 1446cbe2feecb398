import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { BoundValue } from '../statements.ts';
import type { NativeDatabase, NativeRow, NativeStatement } from './native-database.ts';

/**
 * A connection that cannot write, by Node's own SQLite: better-sqlite3 opens no URIs, and so leaves files beside a database that it
 * only reads.
 */
export class ReadOnlyDatabase implements NativeDatabase {
  readonly #database: DatabaseSync;

  constructor(uri: string) {
    this.#database = new DatabaseSync(uri, { readOnly: true, timeout: 0, readBigInts: true });
  }

  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  prepare(sql: string): NativeStatement {
    const statement = this.#database.prepare(sql);
    const bound = (values: BoundValue[]) => values as SQLInputValue[];
    return {
      reader: statement.columns().length > 0,
      readonly: true,
      all: (values) => statement.all(...bound(values)),
      run: (values) => statement.run(...bound(values)),
      iterate: (values) => statement.iterate(...bound(values)) as IterableIterator<NativeRow>,
    };
  }

  exec(sql: string): void {
    this.#database.exec(sql);
  }

  close(): void {
    this.#database.close();
  }
}
