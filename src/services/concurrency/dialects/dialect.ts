import type { Statement } from '../../../queries/statement.ts';

/** The words in which a database reckons with time and numbers. */
export interface ConcurrencyDialect {
  /** The present moment by the clock of the database, as a column keeps it. */
  readonly now: Statement;

  /** What so much a second comes to since the moment in a column, as a number with a fraction. */
  sumSince(column: Statement, perSecond: Statement): Statement;

  /** The greater of two numbers. */
  greater(a: Statement, b: Statement): Statement;

  /** The lesser of two numbers. */
  lesser(a: Statement, b: Statement): Statement;
}
