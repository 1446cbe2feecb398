import type { Row, Side } from './side.ts';
import type { CopiedTable } from './tables.ts';
import type { UnrepresentableValue } from './unrepresentable.ts';

/** The rows of the source that are not copied, by table and id. */
export class LeftOut {
  readonly #ids = new Map<string, Set<unknown>>();

  /** @returns whether it was not among them before */
  add(table: string, id: unknown): boolean {
    const ids = this.#ids.get(table) ?? new Set();
    this.#ids.set(table, ids);
    const isNew = !ids.has(id);
    ids.add(id);
    return isNew;
  }

  has(table: string, id: unknown): boolean {
    return this.#ids.get(table)?.has(id) === true;
  }

  count(table: string): number {
    return this.#ids.get(table)?.size ?? 0;
  }

  /** The rows of a table that are copied. */
  without({ name, key }: CopiedTable, rows: Row[]): Row[] {
    const ids = this.#ids.get(name);
    return ids === undefined ? rows : rows.filter((row) => !ids.has(row[key]));
  }
}

/** A row that cannot be copied. */
export interface LeftOutRow {
  readonly table: CopiedTable;
  readonly id: unknown;
}

/**
 * Adds what points at rows that are left out, and what points at that, and so on: a row is copied as it is, or not at all, so none loses
 * its pointer.
 *
 * @param source where the rows are
 * @param first the rows that cannot be copied themselves
 * @returns what was added, and why
 */
export async function leaveOutDependents(
  source: Side,
  leftOut: LeftOut,
  first: readonly LeftOutRow[],
): Promise<UnrepresentableValue[]> {
  const added: UnrepresentableValue[] = [];
  let gone = Map.groupBy(first, ({ table }) => table);
  while (gone.size > 0) {
    const next: LeftOutRow[] = [];
    for (const [table, rows] of gone) {
      for (const dependent of await dependentsOf(source, table, rows)) {
        if (leftOut.add(dependent.table.name, dependent.id)) {
          next.push(dependent);
          added.push(reportOf(dependent, table));
        }
      }
    }
    gone = Map.groupBy(next, ({ table }) => table);
  }
  return added;
}

interface Dependent extends LeftOutRow {
  readonly column: string;
  readonly target: unknown;
}

async function dependentsOf(source: Side, table: CopiedTable, rows: readonly LeftOutRow[]): Promise<Dependent[]> {
  const ids = rows.map(({ id }) => id);
  const found: Dependent[] = [];
  for (const other of source.tables.values()) {
    for (const { column } of other.references.filter(({ target }) => target === table.name)) {
      const wanted = other.columns.filter(({ name }) => name === other.key || name === column);
      const pointing = await source.rowsWhere(other, column, ids, wanted);
      found.push(...pointing.map((row) => ({ table: other, id: row[other.key], column, target: row[column] })));
    }
  }
  return found;
}

function reportOf({ table, id, column, target }: Dependent, to: CopiedTable): UnrepresentableValue {
  return {
    table: table.name,
    id: String(id),
    column,
    reason: `it points at ${to.name} ${String(target)}, which is left out`,
  };
}
