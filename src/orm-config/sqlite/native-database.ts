import type { BoundValue } from '../statements.ts';

/** A row as SQLite gives it: integers as bigint. */
export type NativeRow = Record<string, unknown>;

/** A prepared statement of one of the two libraries that read SQLite. */
export interface NativeStatement {
  /** Whether it gives rows. */
  readonly reader: boolean;
  /** Whether it leaves the database as it is. */
  readonly readonly: boolean;
  all(values: BoundValue[]): NativeRow[];
  run(values: BoundValue[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  iterate(values: BoundValue[]): IterableIterator<NativeRow>;
}

/** What is asked of such a library. */
export interface NativeDatabase {
  readonly inTransaction: boolean;
  prepare(sql: string): NativeStatement;
  exec(sql: string): unknown;
  close(): unknown;
}
