import type { Database, DatabaseMaker, Dialect } from './database.ts';
import { migrateDatabase } from './migrate.ts';
import { PostgreSqlMaker } from './postgresql.ts';
import { SqliteMaker } from './sqlite.ts';

export { type Database, type Dialect, dialects, dialectTitles } from './database.ts';
export { pathOf } from './sqlite.ts';

const makers: Readonly<Record<Dialect, DatabaseMaker>> = {
  sqlite: new SqliteMaker(),
  postgresql: new PostgreSqlMaker(),
};

const templates = new Map<Dialect, Promise<Database>>();

/** A database without a single table. */
export async function emptyDatabase(dialect: Dialect): Promise<Database> {
  return makers[dialect].empty();
}

/** A database with the newest schema and no rows: a copy of one that this project's own migrations have made once in this run. */
export async function migratedDatabase(dialect: Dialect): Promise<Database> {
  let template = templates.get(dialect);
  if (template === undefined) {
    template = makeTemplate(dialect);
    templates.set(dialect, template);
  }
  return makers[dialect].copy(await template);
}

async function makeTemplate(dialect: Dialect): Promise<Database> {
  const template = await makers[dialect].empty();
  await migrateDatabase(template.url);
  return template;
}
