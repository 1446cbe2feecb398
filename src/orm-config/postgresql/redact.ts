import type { DatabaseError } from 'pg';
import { rewriteMessage } from '../rewrite-message.ts';

/**
 * Takes the values out of an error of the server, which quotes rows and keys, before anything else sees it. The names of tables,
 * columns and constraints stay.
 */
export function redact(error: Partial<DatabaseError>): void {
  const category = error.code?.slice(0, 2) ?? '';
  if (category === '22') {
    // `invalid input syntax for type uuid: "…"`
    rewriteMessage(error, /(["'«»„“”‘’]).*(["'«»„“”‘’])/s, '$1…$2');
  }
  error.detail = detailOf(category, error.detail);
  // The one holds statements and parameters, the other what a function was about to run.
  delete error.where;
  delete error.internalQuery;
}

function detailOf(category: string, detail: string | undefined): string | undefined {
  if (detail === undefined || !withRows.has(category)) {
    return detail;
  }
  // `Key (name)=(…) already exists.`, `Failing row contains (…).`: what else the text may be, its end can be a value.
  const [, key, end] =
    /^(Key \([^)]*\)=)\(.*\)( already exists\.| is not present in table "[^"]*"\.| is still referenced from table "[^"]*"\.| conflicts with existing key.*)$/s.exec(
      detail,
    ) ?? [];
  if (key !== undefined && end !== undefined) {
    return `${key}(…)${end.startsWith(' conflicts') ? ' conflicts with an existing key.' : end}`;
  }
  return undefined;
}

/** Data exceptions, broken constraints, and what functions of the database say. */
const withRows = new Set(['22', '23', 'P0']);
