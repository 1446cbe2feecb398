import { allOf, oneOf, sql, type Statement } from '../statement.ts';
import type { Place } from './cursor.ts';
import type { SortTerm } from './sort-terms.ts';

/**
 * The rows after a place, in stretches that follow each other: first those in which the first term is known, or is not, as the database sorts
 * null. Each stretch is one range of an index on that term.
 */
export function stretchesAfter(place: Place, terms: readonly SortTerm[], nullsFirst: boolean): readonly Statement[] {
  const [[term, ...others], [value, ...values]] = [terms, place];
  if (term === undefined) {
    return [];
  }
  const isLastTerm = others.length === 0;
  const later = isLastTerm ? [] : stretchesAfter(values, others, nullsFirst);
  const nullsComeLast = (term.direction === 'asc') !== nullsFirst;
  if (value === null) {
    const stillNull = sql`${term.value} is null and ${oneOf(later)}`;
    return nullsComeLast ? [stillNull] : [stillNull, sql`${term.value} is not null`];
  }
  const beyond = term.direction === 'asc' ? sql`${term.value} > ${value}` : sql`${term.value} < ${value}`;
  const known = isLastTerm ? beyond : allOf([atOrBeyond(term, value), oneOf([beyond, ...later])]);
  return term.isNullable && nullsComeLast ? [known, sql`${term.value} is null`] : [known];
}

/** What `beyond` says for the sake of those with the same value, as a range of an index. */
function atOrBeyond({ value: operand, direction }: SortTerm, value: unknown): Statement {
  return direction === 'asc' ? sql`${operand} >= ${value}` : sql`${operand} <= ${value}`;
}
