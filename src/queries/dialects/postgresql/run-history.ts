import { sql, type Statement } from '../../statement.ts';

/** The interval is a 4-byte float, as the reference's driver sends it: one that this cannot hold is a little longer or shorter. */
export function bucketIndex(column: Statement, start: string, seconds: number): Statement {
  return sql`cast(floor(extract(epoch from ${column} - cast(${start} as timestamptz)) / cast(${seconds} as real)) as integer)`;
}

/** A run whose time is not known counts as none. */
export function sumOfPositive(column: Statement): Statement {
  return sql`cast(sum(greatest(0, extract(epoch from ${column}))) * 1000000 as bigint)`;
}
