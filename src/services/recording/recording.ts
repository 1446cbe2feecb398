import { readFile } from 'node:fs/promises';
import { InvalidRecordingError } from './errors.ts';

/** A value as the database stored it: documents and timestamps are their text. */
export type StoredValue = string | number | null;

/** One recorded row: its table, and its values by column. */
export interface RecordedRow {
  readonly table: string;
  readonly id: string;
  readonly values: Readonly<Record<string, StoredValue>>;
}

/** What a real Prefect server wrote, row by row. */
export interface Recording {
  /** The version of Prefect that wrote it. */
  readonly prefect: string;
  /** By table, oldest first. */
  readonly rows: ReadonlyMap<string, readonly RecordedRow[]>;
}

interface RecordingFile {
  format: string;
  source: { prefect: string };
  tables: Record<string, { columns: string[]; rows: StoredValue[][] }>;
}

const format = 'prefect-orm-recording/1';

/**
 * Reads a recording.
 *
 * @throws {InvalidRecordingError} when the file is none
 */
export async function readRecording(path: string): Promise<Recording> {
  const file = parseFile(path, await readFile(path, 'utf8'));
  const tables = Object.entries(file.tables).map(
    ([table, { columns, rows }]) => [table, rows.map((row) => rowOf(table, columns, row))] as const,
  );
  return { prefect: file.source.prefect, rows: new Map(tables) };
}

function parseFile(path: string, text: string): RecordingFile {
  let file: Partial<RecordingFile> | undefined;
  try {
    file = JSON.parse(text) as Partial<RecordingFile>;
  } catch (cause) {
    throw new InvalidRecordingError(path, { cause });
  }
  if (file?.format !== format) {
    throw new InvalidRecordingError(path);
  }
  return file as RecordingFile;
}

function rowOf(table: string, columns: string[], row: StoredValue[]): RecordedRow {
  const values = Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null]));
  return { table, id: String(values['id']), values };
}
