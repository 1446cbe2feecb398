import {
  after,
  anyOf,
  anyTypeOf,
  before,
  column,
  holdsAll,
  isEmptyList,
  isNull,
  like,
  noneOf,
  type Operand,
  texts,
  types,
  uuids,
} from './criteria.ts';
import { document, operated, type Part } from './part.ts';

/** Filters of one field, as several kinds of rows have them. Each is made anew for the column that it looks at. */

export const ids = (name: string) => document({ any_: anyOf(column(name), uuids) });

export const idsOrNot = (name: string) =>
  document({ any_: anyOf(column(name), uuids), not_any_: noneOf(column(name), uuids) });

export const words = (name: string) => document({ any_: anyOf(column(name), texts) });

export const wordsOrNot = (name: string) =>
  document({ any_: anyOf(column(name), texts), not_any_: noneOf(column(name), texts) });

export const named = (name: string) => document({ any_: anyOf(column(name), texts), like_: like(column(name)) });

export const within = (operand: Operand) => document({ before_: before(operand), after_: after(operand) });

export const tags = operated({ all_: holdsAll(column('tags')), is_null_: isEmptyList(column('tags')) });

/** Bounds of a time, and whether there is one: the latter always of the column itself. */
export const timeOrNull = (name: string, operand: Operand = column(name)) =>
  document({ before_: before(operand), after_: after(operand), is_null_: isNull(column(name)) });

export const typesOf = (name: string) => document({ any_: anyTypeOf(column(name)) });

export const typesOrNot = (name: string) =>
  document({ any_: anyTypeOf(column(name)), not_any_: noneOf(column(name), types) });

/**
 * The filter of a state, with the reference's fault: of its type and its name each counts only if it sets exactly one criterion. With both
 * `any_` and `not_any_` it is not heeded.
 */
export function state<Type, Name>(type: Part<Type>, name: Part<Name>) {
  return operated({ type: ifSingle(type), name: ifSingle(name) });
}

function ifSingle<Written>(part: Part<Written>): Part<Written> {
  return {
    schema: part.schema,
    conditions: (read, row) => (criteriaIn(read as object) === 1 ? part.conditions(read, row) : []),
  };
}

/** How many criteria a filter of a field sets. An empty list counts under `any_` only. */
function criteriaIn(read: object): number {
  return Object.entries(read).filter(([key, value]) => value != null && (key === 'any_' || value.length > 0)).length;
}
