import type { EntityManager, EntityMetadata } from '@mikro-orm/core';
import { digestDialectOf } from './dialects/index.ts';
import { digestTable, type TableDigest } from './digest-table.ts';
import { NoSuchTableError } from './errors.ts';
import { countRows, query } from './read-rows.ts';
import type { StoredTable } from './table.ts';

/** What a database holds, by table: equal digests for equal rows in any order. */
export interface DatabaseDigest {
  readonly format: 'prefect-digest/1';
  readonly tables: Readonly<Record<string, TableDigest>>;
}

/** How far a digest is. */
export interface DigestProgress {
  readonly table: string;
  /** Rows of all tables that have been read, and that will be; each is read twice. */
  readonly done: number;
  readonly total: number;
}

export interface DigestOptions {
  /** Only these. */
  readonly tables?: readonly string[] | undefined;
  readonly onProgress?: (progress: DigestProgress) => void;
}

/**
 * Digests every table of a database as it is at one moment: `raw` from what is stored, `logical` from the entities; of a table or column
 * that is not mapped from what is stored as well. Memory holds a few rows at a time, and 32 bytes for each row of one table.
 *
 * @param em is forked
 * @throws {@link NoSuchTableError}, or {@link UndigestibleValueError} for bytes where text belongs
 */
export async function digestDatabase(em: EntityManager, options: DigestOptions = {}): Promise<DatabaseDigest> {
  const dialect = digestDialectOf(em.getPlatform());
  return em.fork().transactional(
    async (own) => {
      await runAll(own, dialect.settings);
      const digest = await digestTables(own, options);
      await runAll(own, dialect.settingsAfter);
      return digest;
    },
    { isolationLevel: dialect.snapshotIsolation, readOnly: true },
  );
}

async function runAll(em: EntityManager, statements: readonly string[]): Promise<void> {
  for (const sql of statements) {
    await query(em, sql);
  }
}

async function digestTables(em: EntityManager, { tables: names, onProgress }: DigestOptions): Promise<DatabaseDigest> {
  const tables = selected(await storedTables(em), names);
  const mapped = mappedTables(em);
  let done = 0;
  let total = 0;
  for (const { name } of tables) {
    total += onProgress ? 2 * (await countRows(em, name)) : 0;
  }
  const digests: [string, TableDigest][] = [];
  for (const table of tables) {
    const tell = (rows: number): void => onProgress?.({ table: table.name, done: (done += rows), total });
    digests.push([table.name, await digestTable(em, table, mapped.get(table.name), tell)]);
  }
  return { format: 'prefect-digest/1', tables: Object.fromEntries(digests) };
}

async function storedTables(em: EntityManager): Promise<StoredTable[]> {
  const { catalog, kindOf } = digestDialectOf(em.getPlatform());
  const found = await query<{ table: string; column: string; type: string }>(em, catalog);
  const byTable = Map.groupBy(found, ({ table }) => table);
  return [...byTable].map(([name, columns]) => ({
    name,
    columns: columns.map(({ column, type }) => ({ name: column, kind: kindOf(column, type) })),
  }));
}

function selected(tables: StoredTable[], names: readonly string[] | undefined): StoredTable[] {
  if (names === undefined) {
    return tables;
  }
  const missing = names.filter((name) => !tables.some((table) => table.name === name));
  if (missing.length > 0) {
    throw new NoSuchTableError(missing);
  }
  return tables.filter(({ name }) => names.includes(name));
}

function mappedTables(em: EntityManager): Map<string, EntityMetadata> {
  const metas = [...em.getMetadata().getAll().values()].filter(({ abstract }) => !abstract);
  return new Map(metas.map((meta) => [meta.tableName, meta]));
}
