/** A column, as a catalog lists it. */
export interface ColumnRow {
  readonly table_name: string;
  readonly name: string;
}

/** The names of the columns of each table. */
export function columnsByTable(rows: readonly ColumnRow[]): ReadonlyMap<string, ReadonlySet<string>> {
  const grouped = Map.groupBy(rows, (row) => row.table_name);
  return new Map([...grouped].map(([table, columns]) => [table, new Set(columns.map((column) => column.name))]));
}
