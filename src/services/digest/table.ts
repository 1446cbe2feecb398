/** What the values of a column are, whatever the database calls its type. */
export type ColumnKind = 'uuid' | 'timestamp' | 'interval' | 'boolean' | 'integer' | 'float' | 'text' | 'json';

/** One column of a table, as far as a digest goes. */
export interface DigestColumn {
  readonly name: string;
  readonly kind: ColumnKind;
}

/** A table as the database has it. */
export interface StoredTable {
  readonly name: string;
  readonly columns: readonly DigestColumn[];
}

/** A row as a driver hands it out, by column. */
export type StoredRow = Readonly<Record<string, unknown>>;
