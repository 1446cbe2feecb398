import { inChunks } from '../chunks.ts';
import type { ColumnPlan, TablePlan } from './plan.ts';
import type { Row, Side } from './side.ts';
import type { CopiedTable } from './tables.ts';

/** Inserts rows of the source. Every column is written: no default of the database and no hook of an entity has a part in it. */
export async function insertRows(target: Side, plan: TablePlan, rows: readonly Row[]): Promise<void> {
  const columns = plan.columns.map(({ to }) => to);
  const list = columns.map(({ name }) => target.quote(name)).join(', ');
  for (const part of inChunks(rows, target.dialect.rowsPerStatement(columns))) {
    const bound = target.dialect.boundRows(
      columns,
      part.map((row) => plan.values(row)),
    );
    await target.run(`insert into ${target.quote(plan.target.name)} (${list}) ${bound.sql}`, bound.values);
  }
}

/** Writes every column of rows that are there already, but for their ids. */
export async function overwriteRows(target: Side, plan: TablePlan, rows: readonly Row[]): Promise<void> {
  const others = plan.columns.filter((column) => column !== plan.key);
  await updateRows(target, plan, others, rows, ({ deferred, from, convert }, row) =>
    deferred ? null : convert(row[from.name]),
  );
}

/** Sets the references that were put off, where they are not what they shall be. Nothing else of a row changes. */
export async function pointRows(target: Side, plan: TablePlan, rows: readonly Row[]): Promise<void> {
  const table = target.quote(plan.target.name);
  const differs = plan.deferred.map(
    ({ to }, index) => `${table}.${target.quote(to.name)} is distinct from ${given(index)}`,
  );
  await updateRows(
    target,
    plan,
    plan.deferred,
    rows,
    ({ from, convert }, row) => convert(row[from.name]),
    ` and (${differs.join(' or ')})`,
  );
}

async function updateRows(
  target: Side,
  plan: TablePlan,
  columns: readonly ColumnPlan[],
  rows: readonly Row[],
  valueOf: (column: ColumnPlan, row: Row) => unknown,
  condition = '',
): Promise<void> {
  const { key } = plan;
  const bindings = [key, ...columns].map(({ to }) => to);
  const [table, id] = [target.quote(plan.target.name), target.quote(plan.target.key)];
  const set = columns.map(({ to }, index) => `${target.quote(to.name)} = ${given(index)}`).join(', ');
  for (const part of inChunks(rows, target.dialect.rowsPerStatement(bindings))) {
    const bound = target.dialect.boundRows(
      bindings,
      part.map((row) => [key.convert(row[key.from.name]), ...columns.map((column) => valueOf(column, row))]),
    );
    await target.run(
      `update ${table} set ${set} from (${bound.sql}) as given where ${table}.${id} = given.column1${condition}`,
      bound.values,
    );
  }
}

/** The value for a column of an update, behind that of the key. */
function given(index: number): string {
  return `given.column${index + 2}`;
}

/**
 * Deletes rows by their ids. What points at them goes as the foreign keys say; where they say nothing, it goes too.
 */
export async function deleteRows(target: Side, table: CopiedTable, ids: readonly unknown[]): Promise<void> {
  for (const other of target.tables.values()) {
    for (const { column } of other.references.filter(
      (reference) => reference.target === table.name && reference.constrained && !looksAfter(reference.deleteRule),
    )) {
      const key = other.columns.filter(({ name }) => name === other.key);
      const pointing = await target.rowsWhere(other, column, ids, key);
      await deleteRows(
        target,
        other,
        pointing.map((row) => row[other.key]),
      );
    }
  }
  for (const part of inChunks(ids, 500)) {
    await target.run(`delete from ${target.quote(table.name)} where ${target.quote(table.key)} in (?)`, [part]);
  }
}

function looksAfter(deleteRule: string | undefined): boolean {
  return deleteRule === 'cascade' || deleteRule === 'set null';
}
