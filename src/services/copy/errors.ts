import { PrefectOrmError } from '../../domain/index.ts';
import type { UnrepresentableValue } from './unrepresentable.ts';

/** Source and target are one database. Nothing was written. */
export class SameDatabaseError extends PrefectOrmError {
  override readonly code = 'SAME_DATABASE';

  constructor() {
    super('Source and target are the same database: give another one as the target.');
  }
}

/** The target keeps text in an encoding that has no form for most of it. Nothing was written. */
export class UnsupportedEncodingError extends PrefectOrmError {
  override readonly code = 'UNSUPPORTED_ENCODING';
  /** In the words of the server. */
  readonly encoding: string;

  constructor(encoding: string) {
    super(
      `The target keeps text in ${encoding}. Give a database that was made with ENCODING 'UTF8' TEMPLATE template0.`,
    );
    this.encoding = encoding;
  }
}

/** The target holds rows, or a copy that was not finished. Nothing was written. */
export class TargetNotEmptyError extends PrefectOrmError {
  override readonly code = 'TARGET_NOT_EMPTY';
  /** The tables that hold rows. */
  readonly tables: readonly string[];
  /** Whether a copy into it was begun and not finished. */
  readonly unfinished: boolean;

  constructor(tables: readonly string[], unfinished: boolean) {
    super(
      unfinished
        ? 'The target holds a copy that was not finished: --resume goes on with it. Or give an empty database.'
        : `The target holds rows in ${some(tables)}. Give an empty database; or --resume, if it holds a part of the same data.`,
    );
    this.tables = tables;
    this.unfinished = unfinished;
  }
}

/** The target cannot hold some of the source's values, or rows point at others that are not there. Nothing was written. */
export class UnrepresentableRowsError extends PrefectOrmError {
  override readonly code = 'UNREPRESENTABLE_ROWS';
  readonly values: readonly UnrepresentableValue[];

  constructor(values: readonly UnrepresentableValue[]) {
    const [first] = values;
    super(
      `The target cannot hold ${counted(values.length, 'value')} of the source, such as ${first!.column} of ${first!.table} ${first!.id}: ${first!.reason}. ` +
        'Repair those rows, or leave them and what depends on them out with --skip-unrepresentable.',
    );
    this.values = values;
  }
}

/** A row, by its table and id. */
export interface RowName {
  readonly table: string;
  readonly id: string;
}

/** The target holds rows that the source does not, and nothing tells that a copy of this source has put them there. Nothing was written. */
export class ForeignRowsError extends PrefectOrmError {
  override readonly code = 'FOREIGN_ROWS';
  readonly rows: readonly RowName[];

  constructor(rows: readonly RowName[]) {
    super(
      `The target holds ${counted(rows.length, 'row')} that the source does not: ${some(rows.map(({ table, id }) => `${table} ${id}`))}. ` +
        'Delete them, if they are not wanted, or give an empty database.',
    );
    this.rows = rows;
  }
}

/** The copy was stopped between two batches. What was copied is in the target. */
export class CopyInterruptedError extends PrefectOrmError {
  override readonly code = 'COPY_INTERRUPTED';
  /** Whether something was written to the target. */
  readonly begun: boolean;

  constructor(begun: boolean) {
    super(
      begun
        ? 'The copy was stopped. Run the same command with --resume to go on with it.'
        : 'The copy was stopped before anything was written. Run the same command again.',
    );
    this.begun = begun;
  }
}

/** Somebody wrote to the source while it was read as a file that nobody writes: what was read may be of two moments. */
export class SourceChangedError extends PrefectOrmError {
  override readonly code = 'SOURCE_CHANGED';

  constructor() {
    super(
      'Something has begun to write to the source while it was copied. Start the server on it before the copy, or keep it stopped, ' +
        'and run the same command with --resume.',
    );
  }
}

/** Another copy into the same target has been begun meanwhile. */
export class CopySupersededError extends PrefectOrmError {
  override readonly code = 'COPY_SUPERSEDED';

  constructor() {
    super(
      'Another copy has taken this target over, so this one has stopped. Wait for it, or run it with --resume where it was stopped, too.',
    );
  }
}

/** The target does not say the same as the source after the copy. */
export class CopyDiffersError extends PrefectOrmError {
  override readonly code = 'COPY_DIFFERS';
  readonly tables: readonly string[];

  constructor(tables: readonly string[]) {
    super(
      `Source and target differ in ${some(tables)}: something else has written to the target meanwhile. ` +
        'See that nothing does, and run the same command with --resume.',
    );
    this.tables = tables;
  }
}

function counted(count: number, noun: string): string {
  return count === 1 ? `one ${noun}` : `${count} ${noun}s`;
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
