import { sql, type Statement } from '../../statement.ts';

/** Whole milliseconds since 1970, rounded, as the reference's SQLite reads a time; newer ones cut, and the functions of none know more. */
function milliseconds(time: unknown): Statement {
  return sql`(strftime('%s', substr(${time}, 1, 19)) * 1000 + (substr(${time} || '000000', 21, 6) + 500) / 1000)`;
}

export function bucketIndex(column: Statement, start: string, seconds: number): Statement {
  return sql`cast(floor((${milliseconds(column)} - ${milliseconds(start)}) / 1000.0 / ${seconds}) as integer)`;
}

/** In whole seconds, each duration cut. Durations that are not known are left out; null where none is known. */
export function sumOfPositive(column: Statement): Statement {
  return sql`sum(max(0, cast(strftime('%s', ${column}) as integer))) * 1000000`;
}
