import { configurationFor } from '../../src/orm-config/index.ts';
import { type DatabaseDigest, digestDatabase } from '../../src/services/digest/index.ts';

/** The digest of a database, over a connection of its own. */
export async function digestOf(url: string): Promise<DatabaseDigest> {
  const orm = await configurationFor(url, { readOnly: true }).init();
  try {
    return await digestDatabase(orm.em);
  } finally {
    await orm.close();
  }
}

/** Tables without a class: the bookkeeping of migrations. */
export const unmapped: ReadonlySet<string> = new Set(['alembic_version', 'mikro_orm_migrations']);

/** The mapped tables in which two databases differ. */
export function differingTables(
  { tables: some }: DatabaseDigest,
  { tables: others }: DatabaseDigest,
  kind: 'raw' | 'logical',
): string[] {
  return [...new Set([...Object.keys(some), ...Object.keys(others)])].filter(
    (table) =>
      !unmapped.has(table) &&
      (some[table]?.[kind] !== others[table]?.[kind] || some[table]?.rows !== others[table]?.rows),
  );
}

/** How many rows the mapped tables have. */
export function mappedRows({ tables }: DatabaseDigest): number {
  return Object.entries(tables).reduce((sum, [table, { rows }]) => (unmapped.has(table) ? sum : sum + rows), 0);
}
