import type { MikroORM } from '@mikro-orm/core';
import { Bookkeeping, unfinishedCopy } from './bookkeeping.ts';
import { check, type Findings } from './check.ts';
import {
  CopyInterruptedError,
  SameDatabaseError,
  SourceChangedError,
  TargetNotEmptyError,
  UnrepresentableRowsError,
} from './errors.ts';
import { fillTable, type FilledTable, pointTable } from './fill.ts';
import { LeftOut, leaveOutDependents } from './left-out.ts';
import { type CopyPlan, planOf, type TablePlan } from './plan.ts';
import { assertNoForeignRows, foreignRows, type ForeignRows } from './resume.ts';
import { Side } from './side.ts';
import type { UnrepresentableValue } from './unrepresentable.ts';
import { digestOf } from './verify.ts';
import { type CopyProgress, CopyWatch } from './watch.ts';
import { deleteRows } from './write-rows.ts';

/** A database of a copy. */
export interface CopySource {
  readonly orm: MikroORM;
  /** Which one it is, without a password. */
  readonly name: string;
}

/** Where a copy goes. */
export interface CopyTarget {
  readonly orm: MikroORM;
  /** Whether it has Prefect's tables. */
  readonly migrated: boolean;
  /** Gives it the tables; called once it is known that the copy can be made. */
  migrate(): Promise<unknown>;
}

export interface CopyOptions {
  /** Go on with a copy, or complete a target that holds a part of the same data. */
  readonly resume?: boolean;
  /** Leave out what the target cannot hold, and what depends on it. */
  readonly skipUnrepresentable?: boolean;
  /** Stops the copy between two batches. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CopyProgress) => void;
}

/** What became of one table. */
export interface CopiedTableReport {
  readonly table: string;
  /** Of the target. */
  readonly rows: number;
  readonly leftOut: number;
  /** Values with the known fault of the reference, which are proper ones in the target. */
  readonly repaired: number;
  /** The digests of what was to be copied, and of what is in the target. */
  readonly source: string;
  readonly target: string;
}

/** What a copy has done. */
export interface CopyReport {
  /** What the digests compare: `raw` between two databases of a kind, `logical` otherwise. */
  readonly digest: 'raw' | 'logical';
  /** In the order in which they were filled. */
  readonly tables: readonly CopiedTableReport[];
  /** What was left out, and why; several entries for a row with several faults. */
  readonly leftOut: readonly UnrepresentableValue[];
  /** The tables in which source and target differ: none, unless something else has written to the target. */
  readonly differing: readonly string[];
}

/** What is to be copied, and what the target holds of it. */
interface Outset {
  readonly plan: CopyPlan;
  /** How many rows the source has, by table. */
  readonly counts: ReadonlyMap<TablePlan, number>;
  readonly leftOut: LeftOut;
  readonly notes: readonly UnrepresentableValue[];
  /** Rows of the target that have to go; undefined for a target without any rows. */
  readonly foreign: ForeignRows | undefined;
}

/**
 * Copies every row of one Prefect database into another, as it was at one moment, and compares the digests of both.
 *
 * Values go through the types of the mapped properties; between two databases of a kind they stay as they are stored, to the byte.
 * Nothing of a row changes, `updated` neither. A copy that was broken off, at whatever moment, goes on with `resume`: what the target
 * has is compared by digests, and what differs is copied again.
 *
 * @param source is only read
 * @returns what was copied; the caller looks whether `differing` is empty
 * @throws {@link SameDatabaseError}, {@link TargetNotEmptyError}, {@link UnrepresentableRowsError} and {@link ForeignRowsError} before
 *   anything is written; {@link CopyInterruptedError}, {@link CopySupersededError} and {@link SourceChangedError} on the way
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
    await bookkeeping.begin(source.name);
    const filled = await keepingWhatIsDone(bookkeeping, plan.target, async () => write(outset, bookkeeping, watch));
    const report = await verify(outset, filled, watch);
    if (await hasChanged()) {
      throw new SourceChangedError();
    }
    if (report.differing.length === 0) {
      await bookkeeping.end();
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

/** Everything that can refuse a copy. Writes nothing. */
async function lookAtBoth(
  plan: CopyPlan,
  source: CopySource,
  target: CopyTarget,
  { resume = false, skipUnrepresentable = false }: CopyOptions,
  watch: CopyWatch,
): Promise<Outset> {
  if (plan.source.storesLike(plan.target) && (await plan.source.dialect.isSameDatabase(plan.source, plan.target))) {
    throw new SameDatabaseError();
  }
  const unfinished = target.migrated ? await unfinishedCopy(plan.target) : undefined;
  const filled = target.migrated ? await tablesWithRows(plan) : [];
  if (!resume && (unfinished || filled.length > 0)) {
    throw new TargetNotEmptyError(filled, unfinished !== undefined);
  }
  const counts = new Map<TablePlan, number>();
  for (const table of plan.tables) {
    counts.set(table, await plan.source.count(table.source));
  }
  watch.enter('check', sum(counts.values()));
  const findings = await check(plan, watch);
  if (findings.values.length > 0 && !skipUnrepresentable) {
    throw new UnrepresentableRowsError(findings.values);
  }
  const { leftOut, notes } = await leaveOut(plan, findings);
  const foreign =
    filled.length > 0
      ? await plan.target.snapshot(async () => foreignRows(plan, leftOut, findings.aliases))
      : undefined;
  if (foreign && unfinished?.source !== source.name) {
    assertNoForeignRows(foreign);
  }
  return { plan, counts, leftOut, notes, foreign };
}

async function tablesWithRows({ tables, target }: CopyPlan): Promise<string[]> {
  const filled: string[] = [];
  for (const { target: table } of tables) {
    if ((await target.query(`select 1 from ${target.quote(table.name)} limit 1`)).length > 0) {
      filled.push(table.name);
    }
  }
  return filled;
}

async function leaveOut({ source }: CopyPlan, { rows, values }: Findings): Promise<Pick<Outset, 'leftOut' | 'notes'>> {
  const leftOut = new LeftOut();
  for (const { table, id } of rows) {
    leftOut.add(table.name, id);
  }
  return { leftOut, notes: [...values, ...(await leaveOutDependents(source, leftOut, rows))] };
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
