import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import type { ResolvedConnectionOptions } from '../connection-options.ts';
import { DatabaseFileError, DiskFullError, NotADatabaseError } from '../errors.ts';
import { hindranceOf } from '../hindrances.ts';
import { SqliteHandle } from './handle.ts';
import type { NativeDatabase, NativeStatement } from './native-database.ts';
import type { Patience } from './patience.ts';

/** What every connection is told, as in the reference. */
const settings = ['foreign_keys = on', 'legacy_alter_table = off', 'synchronous = normal', 'cache_size = 20000'];

/**
 * Opens a connection to a file.
 *
 * @param use whether to read only, to write to a file that exists, or to make it
 * @throws DatabaseFileError or NotADatabaseError
 */
export async function openFile(
  path: string,
  use: 'read' | 'write' | 'create',
  options: ResolvedConnectionOptions,
  patience: Patience,
): Promise<SqliteHandle> {
  return guarded(path, async () => {
    const database = new Database(path, { timeout: 0, fileMustExist: use !== 'create' });
    try {
      // Prefect's own file is in this mode already; asking for it again would need a lock.
      if (use !== 'read' && (await patience.until(() => database.pragma('journal_mode', { simple: true }))) !== 'wal') {
        await patience.until(() => database.pragma('journal_mode = wal'));
      }
      await patience.until(() => tell(database, use === 'read'));
      return new SqliteHandle(nativeOf(database), options.statementCacheSize);
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/** Makes a database in memory. */
export function openMemory(options: ResolvedConnectionOptions): SqliteHandle {
  const database = new Database(':memory:', { timeout: 0 });
  tell(database, options.readOnly);
  return new SqliteHandle(nativeOf(database), options.statementCacheSize);
}

/** Turns what opening a file may fail with into a sentence that helps. */
export async function guarded<T>(path: string, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    throw explained(path, error);
  }
}

function tell(database: Database.Database, readOnly: boolean): void {
  for (const setting of readOnly ? [...settings, 'query_only = on'] : settings) {
    database.pragma(setting);
  }
}

function nativeOf(database: Database.Database): NativeDatabase {
  // Every statement prepared from now on gives integers as they are.
  database.defaultSafeIntegers(true);
  return database as Omit<Database.Database, 'prepare'> & { prepare(sql: string): NativeStatement };
}

function explained(path: string, error: unknown): unknown {
  const { code, errcode } = error as { code?: string; errcode?: number };
  const primary = code === 'ERR_SQLITE_ERROR' ? (errcode ?? 0) & 0xff : code;
  if (primary === 'SQLITE_NOTADB' || primary === 26) {
    return new NotADatabaseError(path, { cause: error });
  }
  if (
    primary === 14 ||
    code?.startsWith('SQLITE_CANTOPEN') ||
    (error instanceof TypeError && !existsSync(dirname(path)))
  ) {
    return new DatabaseFileError(path, whyNot(path), { cause: error });
  }
  if (primary === 8 || code?.startsWith('SQLITE_READONLY')) {
    return new DatabaseFileError(path, 'it may not be written. Pass readOnly: true to read it only.', { cause: error });
  }
  if (primary === 11 || code?.startsWith('SQLITE_CORRUPT')) {
    return new DatabaseFileError(path, 'it is damaged. Restore it from a backup.', { cause: error });
  }
  return hindranceOf(error) === 'disk full' ? new DiskFullError({ cause: error }) : error;
}

function whyNot(path: string): string {
  if (!existsSync(dirname(path))) {
    return 'its folder does not exist. Make the folder first.';
  }
  return existsSync(path)
    ? 'it is no file, this user may not use it, or its folder may not be written, where SQLite keeps its log.'
    : 'there is no such file, and it was not to be made or its folder may not be written.';
}
