import { unfinishedCopy } from './bookkeeping.ts';
import { check, type Findings } from './check.ts';
import type { CopyOptions, CopySource, CopyTarget } from './contract.ts';
import {
  SameDatabaseError,
  TargetNotEmptyError,
  UnrepresentableRowsError,
  UnsupportedEncodingError,
} from './errors.ts';
import { LeftOut, leaveOutDependents } from './left-out.ts';
import type { CopyPlan, TablePlan } from './plan.ts';
import { assertNoForeignRows, foreignRows, type ForeignRows } from './resume.ts';
import type { UnrepresentableValue } from './unrepresentable.ts';
import type { CopyWatch } from './watch.ts';

/** What is to be copied, and what the target holds of it. */
export interface Outset {
  readonly plan: CopyPlan;
  /** How many rows the source has, by table. */
  readonly counts: ReadonlyMap<TablePlan, number>;
  readonly leftOut: LeftOut;
  readonly notes: readonly UnrepresentableValue[];
  /** Rows of the target that have to go; undefined for a target without any rows. */
  readonly foreign: ForeignRows | undefined;
}

/** Everything that can refuse a copy. Writes nothing. */
export async function lookAtBoth(
  plan: CopyPlan,
  source: CopySource,
  target: CopyTarget,
  { resume = false, skipUnrepresentable = false }: CopyOptions,
  watch: CopyWatch,
): Promise<Outset> {
  if (plan.source.storesLike(plan.target) && (await plan.source.dialect.isSameDatabase(plan.source, plan.target))) {
    throw new SameDatabaseError();
  }
  const encoding = await plan.target.dialect.encoding(plan.target);
  if (encoding !== 'UTF8') {
    throw new UnsupportedEncodingError(encoding);
  }
  const unfinished = target.migrated ? await unfinishedCopy(plan.target) : undefined;
  const filled = target.migrated ? await tablesWithRows(plan) : [];
  if (!resume && (unfinished || filled.length > 0)) {
    throw new TargetNotEmptyError(filled, unfinished !== undefined);
  }
  const counts = new Map<TablePlan, number>();
  let total = 0;
  for (const table of plan.tables) {
    const count = await plan.source.count(table.source);
    counts.set(table, count);
    total += count;
  }
  watch.enter('check', total);
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
