import { randomBytes } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import type { AbstractSqlPlatform } from '@mikro-orm/sql';
import { type BoundValue, type Placeholders, placeholdersIn, StatementBinder } from './statements.ts';

/** Of this process only, so that no value can hold it. */
const tag = randomBytes(9).toString('hex');
const beginning = `/*${tag}:`;
const end = `/*${tag}*/`;
const marked = new RegExp(`/\\*${tag}:([\\w-]*)\\*/(.*?)/\\*${tag}\\*/`, 'gs');

/** Statements that can carry values beside them. */
const carrying = /^[\s(]*(select|insert|update|delete|with|values|merge|replace|explain)\b/i;

/**
 * MikroORM itself pastes the values of a fragment into its text, where it sorts by one, selects one or joins a subquery. What this
 * pastes are literals that can be found again, between comments, so that {@link withoutMarks} can send them as values after all.
 */
export function markingFormatter(platform: AbstractSqlPlatform, placeholders: Placeholders): StatementBinder {
  const literal = (value: BoundValue) => {
    const quoted = platform.quoteValue(value);
    // Whoever formats the text around it would take its question marks for placeholders.
    const text = typeof value === 'string' && /[?\\\0]/.test(quoted) ? placeholders.literal(value) : quoted;
    return `${beginning}${serialize(value).toString('base64url')}*/${text}${end}`;
  };
  return new StatementBinder(platform, { ...placeholders, limit: 0, literal });
}

/** Takes the marked values out of a statement and puts them among the others. */
export function withoutMarks(sql: string, values: readonly unknown[]): { sql: string; values: readonly unknown[] } {
  if (!sql.includes(beginning)) {
    return { sql, values };
  }
  if (!carrying.test(sql)) {
    return { sql: sql.replace(marked, (_, _value: string, literal: string) => literal), values };
  }
  const rest = [...values];
  const all: unknown[] = [];
  let text = '';
  let from = 0;
  const take = (piece: string) => {
    // Without values a question mark was a question mark.
    text += values.length > 0 ? piece : piece.replaceAll('?', '\\?');
    all.push(...rest.splice(0, values.length > 0 ? placeholdersIn(piece) : 0));
  };
  for (const match of sql.matchAll(marked)) {
    take(sql.slice(from, match.index));
    text += '?';
    all.push(deserialize(Buffer.from(match[1] as string, 'base64url')));
    from = match.index + match[0].length;
  }
  take(sql.slice(from));
  return { sql: text, values: all };
}
