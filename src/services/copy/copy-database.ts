import { Bookkeeping } from './bookkeeping.ts';
import type { CopiedTableReport, CopyOptions, CopyReport, CopySource, CopyTarget } from './contract.ts';
import { CopyInterruptedError, SourceChangedError } from './errors.ts';
import { fillTable, type FilledTable, pointTable } from './fill.ts';
import { lookAtBoth, type Outset } from './outset.ts';
import { planOf, type TablePlan } from './plan.ts';
import { Side } from './side.ts';
import { digestOf } from './verify.ts';
import { CopyWatch } from './watch.ts';
import { deleteRows } from './write-rows.ts';

/**
 * Copies every row of one Prefect database into another, as it was at one moment, and compares the digests of both.
 *
 * Values go through the types of the mapped properties; between two databases of a kind they stay as they are stored, to the byte.
 * Nothing of a row changes, `updated` neither. A copy that was broken off, at whatever moment, goes on with `resume`: what the target
 * has is compared by digests, and what differs is copied again.
 *
 * @param source is only read
 * @returns what was copied; the caller looks whether `differing` is empty
 * @throws {@link SameDatabaseError}, {@link UnsupportedEncodingError}, {@link TargetNotEmptyError}, {@link UnrepresentableRowsError} and
 *   {@link ForeignRowsError} before anything is written; {@link CopyInterruptedError}, {@link CopySupersededError} and {@link SourceChangedError} on the way
 */
export async function copyDatabase(
  source: CopySource,
  target: CopyTarget,
  options: CopyOptions = {},
): Promise<CopyReport> {
  const plan = planOf(new Side(source.orm), new Side(target.orm));
  const watch = new CopyWatch(options.onProgress, options.signal);
  return plan.source.snapshot(async () => {
    const hasChanged = await plan.source.dialect.watchWriters(plan.source);
    const outset = await lookAtBoth(plan, source, target, options, watch);
    if (!target.migrated) {
      await target.migrate();
    }
    const bookkeeping = new Bookkeeping(plan.target);
    watch.begun = true;
    const filled = await keepingWhatIsDone(bookkeeping, plan.target, async () => {
      await bookkeeping.begin(source.name);
      return write(outset, bookkeeping, watch);
    });
    const report = await verify(outset, filled, watch);
    if (await hasChanged()) {
      throw new SourceChangedError();
    }
    if (report.differing.length === 0) {
      await keepingWhatIsDone(bookkeeping, plan.target, async () => bookkeeping.end());
    }
    return report;
  });
}

/** Does `work`; where it is stopped between two batches, those that are done stay. */
async function keepingWhatIsDone<Result>(
  bookkeeping: Bookkeeping,
  target: Side,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    const result = await work();
    await bookkeeping.commit();
    return result;
  } catch (error) {
    await (error instanceof CopyInterruptedError ? bookkeeping.commit() : target.rollback());
    throw error;
  }
}

async function write(
  { plan, counts, leftOut, foreign }: Outset,
  bookkeeping: Bookkeeping,
  watch: CopyWatch,
): Promise<Map<TablePlan, FilledTable>> {
  // children first: fewer rows go with what they point at
  for (const [table, ids] of [...(foreign ?? [])].toReversed()) {
    await bookkeeping.noting(0, async () => deleteRows(plan.target, table.target, ids));
  }
  const compare = foreign !== undefined;
  const filled = new Map<TablePlan, FilledTable>();
  watch.enter('copy', sum(counts.values()));
  for (const table of plan.tables) {
    filled.set(table, await fillTable(plan, table, { leftOut, bookkeeping, watch, compare }));
  }
  const pointing = plan.tables.filter(({ deferred }) => deferred.length > 0);
  watch.enter('point', sum(pointing.map((table) => counts.get(table)!)));
  for (const table of pointing) {
    await pointTable(plan, table, { leftOut, bookkeeping, watch, compare });
  }
  return filled;
}

async function verify(
  { plan, leftOut, notes }: Outset,
  filled: ReadonlyMap<TablePlan, FilledTable>,
  watch: CopyWatch,
): Promise<CopyReport> {
  watch.enter('verify', sum([...filled.values()].map(({ rows }) => rows)));
  const tables = await plan.target.snapshot(async () => {
    const reports: CopiedTableReport[] = [];
    for (const [table, { digest: source, repaired }] of filled) {
      const { name } = table.source;
      const { rows, digest: target } = await digestOf(plan.target, table, watch);
      reports.push({ table: name, rows, leftOut: leftOut.count(name), repaired, source, target });
    }
    return reports;
  });
  return {
    digest: plan.source.storesLike(plan.target) ? 'raw' : 'logical',
    tables,
    leftOut: notes,
    differing: tables.filter(({ source, target }) => source !== target).map(({ table }) => table),
  };
}

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, number) => total + number, 0);
}
