import { type EntityManager, raw, type RawQueryFragment } from '@mikro-orm/core';
import { microsecondsOf, storedInstant } from './arguments.ts';
import { queryDialectOf } from './dialects/index.ts';
import { InvalidArgumentError } from './errors.ts';
import { Statement } from './statement.ts';

/** Intervals of equal length, one after another. */
export interface Intervals {
  /** Where interval 0 begins. */
  readonly start: Temporal.Instant;
  /** How long each is, in weeks or less, and longer than nothing. */
  readonly interval: Temporal.Duration;
}

/**
 * The number of the interval in which a time lies, for a select list, an order or a group of the query builder; negative before the start,
 * null for null.
 *
 * The databases differ by very little. SQLite counts milliseconds, rounded: a time less than half of one before the end of an interval
 * lies in the next. PostgreSQL counts microseconds, but takes the interval as a 4-byte float, as the reference does: where that cannot hold
 * it, such as 1.234567 s or more than 194 days, a time on the boundary may lie in the interval before.
 *
 * @param column the column as the query names it, with its alias: `run.expected_start_time`
 * @throws {@link InvalidArgumentError} for a start or an interval that makes no sense
 */
export function timestampBucketIndex(em: EntityManager, column: string, intervals: Intervals): RawQueryFragment {
  const platform = em.getPlatform();
  const quoted = column.split('.').map((name) => platform.quoteIdentifier(name));
  const { text: written, values } = bucketIndexOf(em, new Statement(quoted.join('.')), intervals);
  return raw(written, values);
}

/** The same as a part of a statement of our own. */
export function bucketIndexOf(em: EntityManager, column: Statement, { start, interval }: Intervals): Statement {
  const platform = em.getPlatform();
  const microseconds = microsecondsOf('interval', interval);
  if (microseconds <= 0n) {
    throw new InvalidArgumentError('interval', 'is not longer than nothing.');
  }
  return queryDialectOf(platform).bucketIndex(
    column,
    storedInstant('start', start, platform),
    Number(microseconds) / 1_000_000,
  );
}
