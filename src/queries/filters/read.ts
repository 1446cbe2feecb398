import type { Platform } from '@mikro-orm/core';
import type * as z from 'zod';
import { InvalidFilterError } from './errors.ts';
import { queryDialectOf } from '../dialects/index.ts';
import { allOf, type Statement } from '../statement.ts';
import type { Part } from './part.ts';
import type { Row } from './row.ts';

/**
 * Reads a filter document as a program wrote it.
 *
 * @throws {@link InvalidFilterError} where it makes no sense, for the first place that does not
 */
export function readFilter<Given>({ schema }: Part<Given>, given: Given, platform: Platform): unknown {
  const { data, error } = schema.safeParse(given);
  const [issue] = error?.issues ?? [];
  if (issue !== undefined) {
    throw issue.code === 'unrecognized_keys'
      ? new InvalidFilterError(textOf([...issue.path, ...issue.keys.slice(0, 1)]), 'is not known')
      : new InvalidFilterError(textOf(issue.path), problemOf(issue));
  }
  const nul = queryDialectOf(platform).holdsNul ? undefined : pathOfNul(data);
  if (nul !== undefined) {
    throw new InvalidFilterError(textOf(nul), 'holds the character NUL, which no text of this database does');
  }
  return data;
}

function pathOfNul(value: unknown): readonly PropertyKey[] | undefined {
  if (typeof value === 'string') {
    return value.includes('\0') ? [] : undefined;
  }
  const items = Array.isArray(value) ? value.entries() : Object.entries(value ?? {});
  for (const [key, item] of items) {
    const path = pathOfNul(item);
    if (path !== undefined) {
      return [key, ...path];
    }
  }
  return undefined;
}

/** How many values of a filter a statement can carry on every database, with room for its own. */
const maxValues = 30_000;

/**
 * What a filter that was read asks of a row.
 *
 * @throws {@link InvalidFilterError} where it lists more than a statement can carry
 */
export function conditionOf<Given>(part: Part<Given>, read: unknown, row: Row): Statement {
  const condition = allOf(part.conditions(read, row));
  if (condition.values.length > maxValues) {
    throw new InvalidFilterError('', `lists ${condition.values.length} values. Ask in parts, of ${maxValues} at most`);
  }
  return condition;
}

function problemOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${issue.expected === 'object' ? 'an object' : `a ${issue.expected}`}`;
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`;
    default:
      return issue.message;
  }
}

function textOf(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}
