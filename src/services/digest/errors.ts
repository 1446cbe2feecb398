import { PrefectOrmError } from '../../domain/index.ts';

/** A row holds what a digest has no form for, such as bytes in a column of text. */
export class UndigestibleValueError extends PrefectOrmError {
  override readonly code = 'UNDIGESTIBLE_VALUE';
  readonly column: string;

  constructor(column: string, what: string) {
    super(`The column ${column} holds ${what}, which no digest is defined for. Repair the row.`);
    this.column = column;
  }
}

/** There are no tables of the names given. */
export class NoSuchTableError extends PrefectOrmError {
  override readonly code = 'NO_SUCH_TABLE';
  readonly tables: readonly string[];

  constructor(tables: readonly string[]) {
    super(`The database has no table ${tables.join(', ')}: check the names.`);
    this.tables = tables;
  }
}
