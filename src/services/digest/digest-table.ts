import { setImmediate } from 'node:timers/promises';
import type { EntityManager, EntityMetadata } from '@mikro-orm/core';
import { logicalEntityHash } from './logical-entity.ts';
import { loadedBatches, storedBatches } from './read-rows.ts';
import { logicalRowHash, rawRowHash } from './row-hash.ts';
import { RowHashes } from './row-hashes.ts';
import type { ColumnKind, StoredTable } from './table.ts';

/** What a table holds. */
export interface TableDigest {
  readonly rows: number;
  /** As the table was made. */
  readonly columns: Readonly<Record<string, ColumnKind>>;
  /** Of what the rows say: the same on both databases. */
  readonly logical: string;
  /** Of what is stored, down to the byte: to be compared on one kind of database. */
  readonly raw: string;
}

/** Hears of rows that have been read. */
export type Tell = (rows: number) => void;

/**
 * Digests one table within the transaction of `em`.
 *
 * @param meta the class that the table is mapped to, if there is one
 * @param tell hears of every row twice: each digest reads the table by itself, so that memory holds the hashes of one
 */
export async function digestTable(
  em: EntityManager,
  table: StoredTable,
  meta: EntityMetadata | undefined,
  tell: Tell,
): Promise<TableDigest> {
  const { columns } = table;
  const platform = em.getPlatform();
  const hashes = new RowHashes();
  await addRows(hashes, storedBatches(em, table, meta), rawRowHash(columns, platform), tell);
  const raw = hashes.digest();
  hashes.clear();
  await (meta
    ? addRows(hashes, loadedBatches(em, table, meta), logicalEntityHash(columns, meta, platform), tell)
    : addRows(hashes, storedBatches(em, table, meta), logicalRowHash(columns, platform), tell));
  return {
    rows: hashes.rows,
    columns: Object.fromEntries(columns.map(({ name, kind }) => [name, kind])),
    logical: hashes.digest(),
    raw,
  };
}

async function addRows<Row>(
  hashes: RowHashes,
  batches: AsyncIterable<readonly Row[]>,
  hash: (row: Row) => Buffer,
  tell: Tell,
): Promise<void> {
  for await (const rows of batches) {
    for (const row of rows) {
      hashes.add(hash(row));
    }
    tell(rows.length);
    // an SQLite file answers at once: nothing else would have a turn
    await setImmediate();
  }
}
