import * as z from 'zod';
import { allOf, oneOf, sql, type Statement } from '../statement.ts';
import { anyOf, column, isNull, uuids, wholeNumber } from './criteria.ts';
import { ids, within } from './fields.ts';
import { document, type Given, operated, type Part } from './part.ts';
import type { Row } from './row.ts';
import { type TextSearch, textSearchOf } from './text-search.ts';

/** By what a log line says. */
export interface TextFilter {
  /**
   * 200 signs at most. Words, or phrases in double quotes, of which one must occur in the message or the name; those after `-` or `!` must
   * not occur, those after `+` must.
   */
  readonly query: string;
}

/** Each of its three demands counts on its own where the criteria are taken together by `or_`. */
const text: Part<TextFilter, TextFilter> = {
  schema: z.strictObject({
    query: z.string().refine((query) => /^[^]{0,200}$/u.test(query), 'must have 200 signs at most'),
  }),
  conditions: ({ query }, row) => demandsOf(textSearchOf(query), row),
};

function demandsOf({ include, exclude, required }: TextSearch, row: Row): Statement[] {
  const line = sql`lower(${row.column('message')} || ' ' || ${row.column('name')})`;
  const occurs = (term: string) => sql`${line} like ${`%${literally(term.toLowerCase())}%`} escape '/'`;
  return [
    ...(include.length === 0 ? [] : [oneOf(include.map(occurs))]),
    ...(exclude.length === 0 ? [] : [allOf(exclude.map((term) => sql`not ${occurs(term)}`))]),
    ...(required.length === 0 ? [] : [allOf(required.map(occurs))]),
  ];
}

function literally(term: string): string {
  return term.replaceAll(/[%_/]/g, '/$&');
}

/** At least, or at most. */
function level(comparison: Statement): Part<number, number> {
  return {
    schema: wholeNumber,
    // a level may be no smallint
    conditions: (bound, row) => [sql`${row.column('level')} ${comparison} cast(${bound} as bigint)`],
  };
}

/** What is asked of a log line. */
export const log = operated({
  level: document({ ge_: level(sql`>=`), le_: level(sql`<=`) }),
  timestamp: within(column('timestamp')),
  flow_run_id: ids('flow_run_id'),
  task_run_id: document({ any_: anyOf(column('task_run_id'), uuids), is_null_: isNull(column('task_run_id')) }),
  text,
});

/** Prefect's filter of log lines. */
export type LogFilter = Given<typeof log>;
