import type { EntityManager } from '@mikro-orm/core';
import type { TestDatabase } from '../../support/dialects.ts';

/** The part of a connection that all statements pass through. */
interface Connection {
  execute(query: string, values?: readonly unknown[], ...rest: unknown[]): Promise<unknown>;
}

/** The tables that hold runs and their histories. */
const tables = ['flow_run', 'task_run', 'flow_run_state', 'task_run_state', 'log', 'events'];

/** How the database means to run the queries that `work` sends: its plans, as it prints them, by the statement. */
export async function plansOf(
  db: TestDatabase,
  work: (em: EntityManager) => Promise<unknown>,
): Promise<Map<string, string[]>> {
  const connection = db.orm.em.getConnection() as unknown as Connection;
  const execute = connection.execute.bind(connection);
  const explain = db.dialect === 'sqlite' ? 'explain query plan' : 'explain';
  const plans = new Map<string, string[]>();
  connection.execute = async (query, values, ...rest) => {
    if (/^\s*(select|with|update)\b/i.test(query)) {
      const lines = (await execute(`${explain} ${query}`, values, 'all')) as Record<string, string>[];
      plans.set(
        query,
        lines.map((line) => (line['detail'] ?? line['QUERY PLAN']) as string),
      );
    }
    return execute(query, values, ...rest);
  };
  try {
    await work(db.em());
  } finally {
    connection.execute = execute;
  }
  return plans;
}

/**
 * The steps of plans that read all of a table of runs, states or logs, by an index or not. Rows that are read in the order asked for, up to a
 * limit, are not all.
 */
export function fullScansIn(plans: ReadonlyMap<string, readonly string[]>): string[] {
  return [...plans].flatMap(([statement, lines]) => {
    const names = namesIn(statement);
    const stopsAtLimit = isListOfAll(statement) && !lines.includes('USE TEMP B-TREE FOR ORDER BY');
    return lines.filter((line) => {
      // PostgreSQL names the table, SQLite the name that the statement gives it
      const [, table, name] = /\bSeq Scan on (\w+)|^SCAN (\w+)/.exec(line) ?? [];
      const isInOrder = stopsAtLimit && line.includes('USING');
      return (
        (table !== undefined && tables.includes(table)) || (name !== undefined && names.includes(name) && !isInOrder)
      );
    });
  });
}

/** Whether a statement gives the first of all rows. */
function isListOfAll(statement: string): boolean {
  return /where true (?:and true )?order by .* limit/.test(statement);
}

/** Under which names a statement knows those tables. */
function namesIn(statement: string): string[] {
  const named = new RegExp(`\\b(${tables.join('|')})\\b["\`]?(?: as ["\`]?(\\w+))?`, 'g');
  return [...statement.matchAll(named)].map(([, table, alias]) => alias ?? (table as string));
}
