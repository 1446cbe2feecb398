import { oneOf, sql, type Statement } from '../../statement.ts';

export function matches(text: Statement, pattern: string): Statement {
  return sql`${text} ilike ${pattern}`;
}

export function holdsAll(list: Statement, members: readonly string[]): Statement {
  return sql`${list} @> cast(${JSON.stringify(members)} as jsonb)`;
}

export function holdsOne(list: Statement, members: readonly string[]): Statement {
  return oneOf(members.map((member) => holdsAll(list, [member])));
}
