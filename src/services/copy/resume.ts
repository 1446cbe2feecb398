import type { Aliases } from './check.ts';
import { conversionOf } from './conversion.ts';
import { ForeignRowsError, type RowName } from './errors.ts';
import type { LeftOut } from './left-out.ts';
import type { CopyPlan, TablePlan } from './plan.ts';
import type { Row } from './side.ts';
import { Unrepresentable } from './unrepresentable.ts';

/** Rows of the target whose ids the source does not have, or that are left out, by table. */
export type ForeignRows = ReadonlyMap<TablePlan, readonly unknown[]>;

/** Finds them by their ids. */
export async function foreignRows(plan: CopyPlan, leftOut: LeftOut, aliases: Aliases): Promise<ForeignRows> {
  const found = new Map<TablePlan, readonly unknown[]>();
  for (const table of plan.tables) {
    const ids: unknown[] = [];
    for await (const rows of plan.target.batches(table.target, [table.key.to])) {
      ids.push(
        ...(await foreignIds(
          plan,
          table,
          rows.map((row) => row[table.target.key]),
          leftOut,
          aliases,
        )),
      );
    }
    if (ids.length > 0) {
      found.set(table, ids);
    }
  }
  return found;
}

/** @throws {@link ForeignRowsError} where there are such rows */
export function assertNoForeignRows(foreign: ForeignRows): void {
  const names: RowName[] = [...foreign].flatMap(([{ target }, ids]) =>
    ids.map((id) => ({ table: target.name, id: String(id) })),
  );
  if (names.length > 0) {
    throw new ForeignRowsError(names);
  }
}

async function foreignIds(
  { source, target }: CopyPlan,
  table: TablePlan,
  ids: readonly unknown[],
  leftOut: LeftOut,
  aliases: Aliases,
): Promise<unknown[]> {
  const backwards = conversionOf(table.key.to, table.key.from, target, source);
  const known = aliases.get(table.source.name);
  const idInSource = (id: unknown) => known?.get(id) ?? converted(backwards, id);
  const wanted = ids.map(idInSource).filter((id) => id !== undefined);
  const rows = await source.rowsWhere(table.source, table.source.key, wanted, [table.key.from]);
  const there = new Set(leftOut.without(table.source, rows).map((row) => row[table.source.key]));
  return ids.filter((id) => !there.has(idInSource(id)));
}

function converted(convert: (id: unknown) => unknown, id: unknown): unknown {
  try {
    return convert(id);
  } catch (error) {
    if (error instanceof Unrepresentable) {
      return undefined;
    }
    throw error;
  }
}

/** How rows of the source compare with what the target has of them. */
export interface Comparison {
  readonly missing: readonly Row[];
  readonly differing: readonly Row[];
}

/** Compares rows of the source with those of the target by their digests; what is set when all tables are filled does not count. */
export async function compareRows({ target }: CopyPlan, table: TablePlan, rows: readonly Row[]): Promise<Comparison> {
  const { key } = table;
  const ids = rows.map((row) => key.convert(row[key.from.name]));
  const there = new Map(
    (await target.rowsWhere(table.target, table.target.key, ids)).map((row) => [row[table.target.key], row]),
  );
  const missing: Row[] = [];
  const differing: Row[] = [];
  for (const [index, row] of rows.entries()) {
    const other = there.get(ids[index]);
    if (!other) {
      missing.push(row);
    } else if (!isSame(table, row, other)) {
      differing.push(row);
    }
  }
  return { missing, differing };
}

function isSame(table: TablePlan, row: Row, other: Row): boolean {
  const [wanted, found] = [table.withoutDeferred(row), table.withoutDeferred(other)];
  return table.hashOfSource(wanted).equals(table.hashOfTarget(found));
}
