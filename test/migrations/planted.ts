import type { Dialect } from '../support/databases/index.ts';
import type { Opened } from './databases.ts';

/** A statement; or a table made anew with another text in its own statement, where SQLite cannot alter it. */
export type Change = string | { readonly table: string; readonly from: string; readonly to: string };

/** What is changed in a database, by dialect; one that cannot have the difference has none. */
export type Changes = Readonly<Partial<Record<Dialect, readonly Change[]>>>;

export const onBoth = (...sql: string[]): Changes => ({ sqlite: sql, postgresql: sql });

export function anew(table: string, from: string, to: string): Change[] {
  return [{ table, from, to }];
}

export async function plant(rows: Opened['rows'], changes: readonly Change[]): Promise<void> {
  for (const change of changes) {
    const statements = typeof change === 'string' ? [change] : await statementsAnew(rows, change);
    for (const statement of statements) {
      await rows(statement);
    }
  }
}

async function statementsAnew(rows: Opened['rows'], { table, from, to }: Exclude<Change, string>): Promise<string[]> {
  const kept = await rows(
    `select type, sql from sqlite_master where tbl_name = '${table}' and sql is not null order by type desc`,
  );
  const [made, ...indexes] = kept.map(({ sql }) => String(sql).replaceAll(/\s+/g, ' '));
  if (!made?.includes(from)) {
    throw new Error(`The table ${table} does not say ${from}: ${made}`);
  }
  return [`DROP TABLE ${table}`, made.replace(from, to), ...indexes];
}
