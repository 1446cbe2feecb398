import Database from 'better-sqlite3';
import type { Recording, StoredValue } from '../../src/services/recording/index.ts';

/** What an SQLite file holds in the tables of a recording, in the form of the recording: by table, oldest first. */
export function storedRows(file: string, recording: Recording): Record<string, Record<string, StoredValue>[]> {
  const database = new Database(file, { readonly: true });
  try {
    const read = (table: string) =>
      database.prepare(`SELECT * FROM "${table}" ORDER BY created, id`).all() as Record<string, StoredValue>[];
    return Object.fromEntries([...recording.rows.keys()].map((table) => [table, read(table)]));
  } finally {
    database.close();
  }
}

export function recordedRows(recording: Recording): Record<string, Record<string, StoredValue>[]> {
  return Object.fromEntries(
    [...recording.rows].map(([table, rows]) => [table, rows.map(({ values }) => ({ ...values }))]),
  );
}
