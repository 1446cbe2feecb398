import type { IsolationLevel } from '@mikro-orm/core';
import type { Row, Side } from '../side.ts';
import type { CopiedColumn, CopiedTable } from '../tables.ts';

/** A piece of SQL with its values. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** What one of the two databases does in its own way when rows are copied. */
export interface CopyDialect {
  /** Whether the database refuses what is not of the type of a column. */
  readonly hasTypes: boolean;
  /** Under which a transaction sees the database as it was at its beginning, whatever others write. */
  readonly snapshotIsolation: `${IsolationLevel}`;
  /** What such a transaction says first: it may last long, and reads every page once. */
  readonly snapshotSettings: readonly string[];
  /** What a transaction that writes says first. */
  readonly writeSettings: readonly string[];
  /** Says whether there is a table of that name, where a statement without one looks for it. */
  readonly tableExists: string;
  /** Whether two databases of this kind are one. The source has its transaction open. */
  isSameDatabase(source: Side, target: Side): Promise<boolean>;
  /**
   * Begins to read all rows of a table, in the order in which they lie there: that is quick, and what was written together goes in
   * together. Only in a transaction.
   *
   * @param table quoted
   * @param columns a list of them, quoted
   * @returns gives the next rows, as many as are asked for where there are so many
   */
  read(side: Side, table: string, columns: string): Promise<(limit: number) => Promise<Row[]>>;
  /**
   * Begins to watch whether somebody writes to the database in a way that a snapshot is not safe from.
   *
   * @returns tells whether that has happened
   */
  watchWriters(side: Side): Promise<() => Promise<boolean>>;
  /** Whether a value is stored text that no text of JavaScript is: bytes that are not UTF-8. */
  isBroken(side: Side, table: CopiedTable, column: string, id: unknown): Promise<boolean>;
  /** In which encoding the database keeps text. */
  encoding(side: Side): Promise<string>;
  /** In bytes: what is not longer has room in any index. */
  readonly shortestDoubtfulKey: number;
  /** Whether an index of such columns has room for such values. Leaves nothing behind. */
  fitsIndex(side: Side, columns: readonly CopiedColumn[], values: readonly unknown[]): Promise<boolean>;
  /** How many rows one statement takes. */
  rowsPerStatement(columns: readonly CopiedColumn[]): number;
  /** A query that gives rows which were bound, as `column1`, `column2` and so on; each has the values of `columns` in their order. */
  boundRows(columns: readonly CopiedColumn[], rows: readonly (readonly unknown[])[]): Statement;
}
