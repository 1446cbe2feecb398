import { type EntityManager, type EntityMetadata, raw } from '@mikro-orm/core';
import { digestDialectOf } from './dialects/index.ts';
import type { StoredRow, StoredTable } from './table.ts';

/** A row as it is stored and as the model has it. */
export interface LoadedRow {
  readonly row: StoredRow;
  readonly entity: object;
}

/** What a row is found by; no column of Prefect has that name. */
const position = 'prefect_orm_position';

// of a batch: enough that a round trip does not count, few enough that many of them fit into memory
const mostRows = 256;
const wantedCharacters = 1_000_000;

/** The rows of a mapped table with their entities, in batches. */
export async function* loadedBatches(
  em: EntityManager,
  table: StoredTable,
  meta: EntityMetadata,
): AsyncGenerator<LoadedRow[]> {
  for await (const rows of pages(em, table)) {
    yield await loaded(em, meta, rows);
  }
}

/** The rows of a table, in batches; those of one that is not mapped, such as the bookkeeping of migrations, at once. */
export async function* storedBatches(
  em: EntityManager,
  table: StoredTable,
  meta: EntityMetadata | undefined,
): AsyncGenerator<StoredRow[]> {
  if (meta) {
    yield* pages(em, table);
  } else {
    yield await query(em, `select ${columnList(em, table)} from ${quoted(em, table.name)}`);
  }
}

/** The rows of a mapped table a few at a time, more of them the smaller they are. */
async function* pages(em: EntityManager, table: StoredTable): AsyncGenerator<StoredRow[]> {
  const { rowOrder } = digestDialectOf(em.getPlatform());
  const [from, list] = [quoted(em, table.name), columnList(em, table)];
  let limit = 64;
  let last: unknown;
  for (;;) {
    const where = last === undefined ? '' : `where ${rowOrder} > ? `;
    const rows = await query<StoredRow>(
      em,
      `select ${rowOrder} as ${position}, ${list} from ${from} ${where}order by ${rowOrder} limit ${limit}`,
      last === undefined ? [] : [last],
    );
    if (rows.length > 0) {
      yield rows;
    }
    if (rows.length < limit) {
      return;
    }
    last = rows.at(-1)![position];
    limit = nextLimit(limit, rows);
  }
}

export async function countRows(em: EntityManager, table: string): Promise<number> {
  const [row] = await query<{ count: number | string }>(em, `select count(*) as count from ${quoted(em, table)}`);
  return Number(row!.count);
}

/** Runs a query within the transaction of `em`. */
export async function query<Row extends object>(
  em: EntityManager,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  return em.getConnection().execute<Row[]>(sql, [...values], 'all', em.getTransactionContext());
}

/** Loads the entities of rows that follow each other. Nothing of them stays in the identity map. */
async function loaded(em: EntityManager, meta: EntityMetadata, rows: readonly StoredRow[]): Promise<LoadedRow[]> {
  const { rowOrder } = digestDialectOf(em.getPlatform());
  const key = raw((alias) => `${quoted(em, alias)}.${rowOrder}`);
  const entities = await em.find(
    meta.class,
    { [key.key]: { $gte: rows[0]![position], $lte: rows.at(-1)![position] } },
    { orderBy: { [key.key]: 'asc' }, populate: false, disableIdentityMap: true },
  );
  if (entities.length === rows.length || rows.length === 1) {
    return rows.map((row, index) => ({ row, entity: entities[index]! }));
  }
  // keys in two spellings are one entity
  const middle = Math.ceil(rows.length / 2);
  return [...(await loaded(em, meta, rows.slice(0, middle))), ...(await loaded(em, meta, rows.slice(middle)))];
}

function columnList(em: EntityManager, { columns }: StoredTable): string {
  const { rawExpression } = digestDialectOf(em.getPlatform());
  return columns.map(({ name }) => rawExpression(quoted(em, name))).join(', ');
}

function quoted(em: EntityManager, name: string): string {
  return em.getPlatform().quoteIdentifier(name);
}

function nextLimit(limit: number, rows: readonly StoredRow[]): number {
  let characters = 0;
  for (const row of rows) {
    for (const value of Object.values(row)) {
      characters += typeof value === 'string' || Buffer.isBuffer(value) ? value.length : 8;
    }
  }
  const wanted = (wantedCharacters * rows.length) / characters;
  // powers of two: few different statements
  return Math.min(mostRows, limit * 2, Math.max(1, 2 ** Math.floor(Math.log2(wanted))));
}
