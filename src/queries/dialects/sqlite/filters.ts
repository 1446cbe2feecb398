import { sql, type Statement } from '../../statement.ts';

export function matches(text: Statement, pattern: string): Statement {
  return sql`${text} like ${pattern}`;
}

export function holdsAll(list: Statement, members: readonly string[]): Statement {
  return sql`not exists (
    select 1 from json_each(${JSON.stringify(members)}) as wanted
    where not exists (select 1 from json_each(${list}) as held where held.value = wanted.value)
  )`;
}

/** One row in a thousand. What SQLite thinks of a list of values is far more. */
export function rarely(condition: Statement): Statement {
  return sql`likelihood(${condition}, 0.001)`;
}

export function holdsOne(list: Statement, members: readonly string[]): Statement {
  return sql`exists (select 1 from json_each(${list}) as held where held.value in (${members}))`;
}
