import { closeSync, constants, copyFileSync, mkdtempSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A way to read a file so that nothing is written to it or beside it. */
export interface ReadOnlyFile {
  /** For SQLite. */
  readonly uri: string;
  /** Whether the file is still as it was when this way was chosen; when it is not, another may be needed. */
  holds(): boolean;
  /** Removes what was needed. */
  discard(): void;
}

/**
 * Finds the way, by what lies beside the file:
 * - a log with its index: somebody uses the database, and its locks and log can be shared without a new file;
 * - a log alone, as after a copy: SQLite would make an index beside it, so both are copied away, committed transactions of the log included;
 * - nothing: SQLite would make a log and an index, unless it is told that nobody writes.
 */
export function readOnlyFile(path: string): ReadOnlyFile {
  const log = sizeOf(`${path}-wal`);
  const shared = !usesLog(path) || (log !== undefined && sizeOf(`${path}-shm`) !== undefined);
  if (shared) {
    return { uri: `${pathToFileURL(path).href}?mode=ro`, holds: () => true, discard: () => {} };
  }
  return log ? copied(path) : untouched(path);
}

function untouched(path: string): ReadOnlyFile {
  const before = stamp(path);
  return {
    uri: `${pathToFileURL(path).href}?mode=ro&immutable=1`,
    holds: () => stamp(path) === before,
    discard: () => {},
  };
}

function copied(path: string): ReadOnlyFile {
  const before = stamp(path);
  const folder = mkdtempSync(join(tmpdir(), 'prefect-orm-'));
  const copy = join(folder, basename(path));
  for (const ending of ['', '-wal']) {
    // On some file systems a copy costs nothing until it is written.
    copyFileSync(path + ending, copy + ending, constants.COPYFILE_FICLONE);
  }
  return {
    uri: `${pathToFileURL(copy).href}?mode=ro`,
    holds: () => stamp(path) === before,
    discard: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Whether the file says that it is written through a log (bytes 18 and 19 of its header). */
function usesLog(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const header = Buffer.alloc(20);
    return readSync(file, header, 0, 20, 0) === 20 && header[18] === 2;
  } finally {
    closeSync(file);
  }
}

/** What changes whenever somebody writes. */
function stamp(path: string): string {
  const { mtimeNs, size, ino } = statSync(path, { bigint: true });
  return `${ino} ${mtimeNs} ${size} ${sizeOf(`${path}-wal`) ?? 0}`;
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size;
}
