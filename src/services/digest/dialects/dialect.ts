import type { IsolationLevel } from '@mikro-orm/core';
import type { ColumnKind, DigestColumn } from '../table.ts';

/** What one of the two databases does in its own way when it is digested. */
export interface DigestDialect {
  /** Under which a transaction sees the database as it was at its beginning, whatever others write. */
  readonly snapshotIsolation: IsolationLevel;
  /** What the transaction says first, and last. */
  readonly settings: readonly string[];
  readonly settingsAfter: readonly string[];
  /** Gives `table`, `column` and `type` of every column: tables by name, columns as they were made. */
  readonly catalog: string;
  /** What the rows of a mapped table are read in the order of. */
  readonly rowOrder: string;
  kindOf(column: string, type: string): ColumnKind;
  /** The SQL for the value of a column as it is stored. */
  rawExpression(quotedColumn: string): string;
  /** How a raw digest writes a stored value. */
  rawField(stored: unknown, column: DigestColumn): string | Buffer;
}
