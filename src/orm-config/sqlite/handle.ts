import { LeastRecentlyUsed } from '../least-recently-used.ts';
import { rewriteMessage } from '../rewrite-message.ts';
import type { BoundStatement } from '../statements.ts';
import type { NativeDatabase, NativeRow, NativeStatement } from './native-database.ts';

/** What a statement came to. */
export interface SqliteResult {
  readonly rows: NativeRow[];
  /** Not told for a statement that gives rows. */
  readonly changes?: number | bigint;
  readonly lastInsertRowid?: number | bigint;
}

/** A text that is longer is not likely to come again. */
const longestKept = 32_768;

/** One open connection to an SQLite database, which keeps the statements that it has prepared. */
export class SqliteHandle {
  readonly database: NativeDatabase;
  readonly #statements: LeastRecentlyUsed<NativeStatement> | undefined;

  constructor(database: NativeDatabase, statementCacheSize: number) {
    this.database = database;
    this.#statements = statementCacheSize > 0 ? new LeastRecentlyUsed(statementCacheSize) : undefined;
  }

  execute({ sql, values }: BoundStatement): SqliteResult {
    try {
      const statement = this.#prepare(sql);
      if (statement.reader) {
        return { rows: narrowed(statement.all(values)) };
      }
      const { changes, lastInsertRowid } = statement.run(values);
      return { rows: [], changes, lastInsertRowid };
    } catch (error) {
      throw redacted(error as Error);
    }
  }

  /** The rows one by one. Nothing else may run on this connection meanwhile. */
  *iterate({ sql, values }: BoundStatement): Generator<NativeRow> {
    try {
      // Not a kept one: it is busy until the last row.
      for (const row of this.database.prepare(sql).iterate(values)) {
        yield narrow(row);
      }
    } catch (error) {
      throw redacted(error as Error);
    }
  }

  /** Whether a statement leaves the database as it is. */
  leavesDatabase(sql: string): boolean {
    return this.#prepare(sql).readonly;
  }

  close(): void {
    this.#statements?.clear();
    this.database.close();
  }

  #prepare(sql: string): NativeStatement {
    let statement = this.#statements?.get(sql);
    if (!statement) {
      statement = this.database.prepare(sql);
      if (sql.length <= longestKept) {
        this.#statements?.set(sql, statement);
      }
    }
    return statement;
  }
}

/** Without the value in the one kind of message in which SQLite quotes one: `bad JSON path: '…'`. */
function redacted(error: Error): Error {
  rewriteMessage(error, /(JSON path[^'"]*)(['"]).*\2/is, '$1$2…$2');
  return error;
}

function narrowed(rows: NativeRow[]): NativeRow[] {
  for (const row of rows) {
    narrow(row);
  }
  return rows;
}

/** An integer is a number, unless a number could not hold it. */
function narrow(row: NativeRow): NativeRow {
  for (const key in row) {
    const value = row[key];
    if (typeof value === 'bigint' && value <= greatest && value >= -greatest) {
      row[key] = Number(value);
    }
  }
  return row;
}

const greatest = BigInt(Number.MAX_SAFE_INTEGER);
