import { DurationType } from '../../domain/index.ts';
import { type Conversion, conversionOf, isFaultyZero, repaired } from './conversion.ts';
import { type RowHash, rowHashOf } from './hashes.ts';
import { orderOf } from './order.ts';
import { type SameValue, sameValueTest } from './same-value.ts';
import type { Row, Side } from './side.ts';
import type { CopiedColumn, CopiedTable } from './tables.ts';

/** How one column goes over. */
export interface ColumnPlan {
  readonly from: CopiedColumn;
  readonly to: CopiedColumn;
  readonly convert: Conversion;
  readonly isSame: SameValue;
  /** Whether it goes in as NULL and is set when every table is filled. */
  readonly deferred: boolean;
}

/** How one table goes over. */
export class TablePlan {
  readonly source: CopiedTable;
  readonly target: CopiedTable;
  readonly columns: readonly ColumnPlan[];
  readonly key: ColumnPlan;
  readonly deferred: readonly ColumnPlan[];
  /** What a row of the source says; equal to that of the target where both say the same. */
  readonly hashOfSource: RowHash;
  readonly hashOfTarget: RowHash;
  readonly #durations: readonly CopiedColumn[];

  constructor(source: Side, target: Side, table: CopiedTable, deferred: readonly string[]) {
    this.source = table;
    this.target = target.table(table);
    const columnsOfTarget = new Map(this.target.columns.map((column) => [column.name, column]));
    this.columns = table.columns.map((from) => {
      const to = columnsOfTarget.get(from.name)!;
      return {
        from,
        to,
        convert: conversionOf(from, to, source, target),
        isSame: sameValueTest(from, to, source, target),
        deferred: deferred.includes(from.name),
      };
    });
    this.key = this.columns.find(({ from }) => from.name === table.key)!;
    this.deferred = this.columns.filter((column) => column.deferred);
    const kind = source.storesLike(target) ? 'raw' : 'logical';
    this.hashOfSource = rowHashOf(source, this.source.columns, kind);
    this.hashOfTarget = rowHashOf(target, this.target.columns, kind);
    this.#durations = table.columns.filter(({ property }) => property.customType instanceof DurationType);
  }

  /** The row without the known fault of the reference; the same one where it has none. */
  repaired(row: Row): Row {
    return repaired(this.#durations, row);
  }

  /** The row with NULL for what is set when every table is filled. */
  withoutDeferred(row: Row): Row {
    return this.deferred.length === 0
      ? row
      : { ...row, ...Object.fromEntries(this.deferred.map(({ from }) => [from.name, null])) };
  }

  /** How many values of rows have the known fault. */
  faults(rows: readonly Row[]): number {
    return rows.reduce(
      (sum, row) => sum + this.#durations.filter((column) => isFaultyZero(column, row[column.name])).length,
      0,
    );
  }

  /** What is bound for one column of a row. */
  convert(column: string, row: Row): unknown {
    return this.columns.find(({ from }) => from.name === column)!.convert(row[column]);
  }

  /** What is bound for a row, in the order of the columns; those put off are NULL. */
  values(row: Row): unknown[] {
    return this.columns.map(({ from, convert, deferred }) => (deferred ? null : convert(row[from.name])));
  }
}

/** What is to be done to copy one database into another. */
export interface CopyPlan {
  readonly source: Side;
  readonly target: Side;
  /** In the order in which they are filled. */
  readonly tables: readonly TablePlan[];
}

/** Plans a copy by the metadata of the entities. */
export function planOf(source: Side, target: Side): CopyPlan {
  const { tables, deferred } = orderOf(source.tables.values());
  return {
    source,
    target,
    tables: tables.map((table) => new TablePlan(source, target, table, deferred.get(table.name) ?? [])),
  };
}
