import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { Bookkeeping } from './bookkeeping.ts';
import { RowHashes } from './hashes.ts';
import type { LeftOut } from './left-out.ts';
import type { CopyPlan, TablePlan } from './plan.ts';
import { compareRows } from './resume.ts';
import type { Row } from './side.ts';
import type { CopyWatch } from './watch.ts';
import { deleteRows, insertRows, overwriteRows, pointRows } from './write-rows.ts';

/** What goes along while tables are filled. */
export interface Filling {
  readonly leftOut: LeftOut;
  readonly bookkeeping: Bookkeeping;
  readonly watch: CopyWatch;
  /** Whether the target may hold some of the rows. */
  readonly compare: boolean;
}

/** What has gone into a table. */
export interface FilledTable {
  readonly rows: number;
  /** Of what was to be copied, without the known fault of the reference. */
  readonly digest: string;
  /** How many values had it. */
  readonly repaired: number;
}

/** Writes all rows of a table that the target does not have as they are. */
export async function fillTable(plan: CopyPlan, table: TablePlan, filling: Filling): Promise<FilledTable> {
  try {
    return await fillOnce(plan, table, filling);
  } catch (error) {
    if (!(filling.compare && error instanceof UniqueConstraintViolationException)) {
      throw error;
    }
    await plan.target.rollback();
    // rows have changed places since they were copied, such as two names: those that differ go, and come in again
    await deleteDiffering(plan, table, filling);
    return fillOnce(plan, table, { ...filling, watch: filling.watch.unheard() });
  }
}

async function fillOnce(
  plan: CopyPlan,
  table: TablePlan,
  { leftOut, bookkeeping, watch, compare }: Filling,
): Promise<FilledTable> {
  const hashes = new RowHashes();
  let repaired = 0;
  for await (const stored of plan.source.batches(table.source)) {
    const copied = leftOut.without(table.source, stored);
    const rows = copied.map((row) => table.repaired(row));
    repaired += table.faults(copied);
    for (const row of rows) {
      hashes.add(table.hashOfSource(row));
    }
    await bookkeeping.noting(rows.length, async () => {
      await (compare ? bringUpToDate(plan, table, rows) : insertRows(plan.target, table, rows));
    });
    await watch.advance(stored.length);
  }
  return { rows: hashes.rows, digest: hashes.digest(), repaired };
}

async function bringUpToDate(plan: CopyPlan, table: TablePlan, rows: readonly Row[]): Promise<void> {
  const { missing, differing } = await compareRows(plan, table, rows);
  await overwriteRows(plan.target, table, differing);
  await insertRows(plan.target, table, missing);
}

async function deleteDiffering(plan: CopyPlan, table: TablePlan, { leftOut, bookkeeping }: Filling): Promise<void> {
  for await (const stored of plan.source.batches(table.source)) {
    const rows = leftOut.without(table.source, stored).map((row) => table.repaired(row));
    await bookkeeping.noting(0, async () => {
      const { differing } = await compareRows(plan, table, rows);
      const ids = differing.map((row) => table.key.convert(row[table.source.key]));
      await deleteRows(plan.target, table.target, ids);
    });
  }
}

/** Sets the references of a table that were put off. */
export async function pointTable(
  plan: CopyPlan,
  table: TablePlan,
  { leftOut, bookkeeping, watch, compare }: Filling,
): Promise<void> {
  const columns = [table.key, ...table.deferred].map(({ from }) => from);
  for await (const stored of plan.source.batches(table.source, columns)) {
    const rows = leftOut
      .without(table.source, stored)
      .filter((row) => compare || table.deferred.some(({ from }) => row[from.name] !== null));
    await bookkeeping.noting(0, async () => pointRows(plan.target, table, rows));
    await watch.advance(stored.length);
  }
}
