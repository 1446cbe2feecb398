import { isUtf8 } from 'node:buffer';
import { stat } from 'node:fs/promises';
import type { CopyDialect } from './dialect.ts';

// a statement that is kept prepared, with rows enough that sending it no longer counts
const valuesPerStatement = 1000;

// no column of Prefect's
const place = 'place_in_file';

export const sqliteCopyDialect: CopyDialect = {
  hasTypes: false,
  // the only one that SQLite has
  snapshotIsolation: 'serializable',
  // in KiB: the cache of 80 MB that a connection has is of no use here
  snapshotSettings: ['pragma cache_size = -4000'],
  writeSettings: ['pragma cache_size = -12000'],
  tableExists: "select 1 from sqlite_master where type = 'table' and name = ?",

  /** By the file itself: a path may lead to it through links. */
  async isSameDatabase(source, target) {
    const [one, other] = await Promise.all(
      [source, target].map(({ database }) => stat(database, { bigint: true }).catch(() => undefined)),
    );
    return one !== undefined && one.ino === other?.ino && one.dev === other.dev;
  },

  async read(side, table, columns) {
    let after: unknown;
    return async (limit) => {
      const where = after === undefined ? '' : `where rowid > ? `;
      const rows = await side.query(
        `select rowid as ${place}, ${columns} from ${table} ${where}order by rowid limit ${limit}`,
        after === undefined ? [] : [after],
      );
      after = rows.at(-1)?.[place];
      return rows;
    };
  },

  /** A file without a log in use is read as one that nobody writes, since locks would leave a file beside it. Its time tells when that was wrong. */
  async watchWriters({ database }) {
    const [log, index] = await Promise.all(['-wal', '-shm'].map(async (ending) => sizeOf(database + ending)));
    if (log || (log === 0 && index !== undefined)) {
      return async () => false;
    }
    const before = await stampOf(database);
    return async () => (await stampOf(database)) !== before;
  },

  async isBroken(side, { name, key }, column, id) {
    const [row] = await side.query(
      `select cast(${side.quote(column)} as blob) as bytes from ${side.quote(name)} where ${side.quote(key)} = ?`,
      [id],
    );
    // an id that is broken itself does not find its row
    return row === undefined || !isUtf8(row['bytes'] as Uint8Array);
  },

  // UTF-16 holds the same
  async encoding() {
    return 'UTF8';
  },

  shortestDoubtfulKey: Infinity,

  async fitsIndex() {
    return true;
  },

  rowsPerStatement(columns) {
    return Math.max(1, Math.floor(valuesPerStatement / columns.length));
  },

  boundRows(columns, rows) {
    const row = `(${columns.map(() => '?').join(', ')})`;
    return { sql: `values ${rows.map(() => row).join(', ')}`, values: rows.flat() };
  },
};

/** What changes whenever somebody writes to a file; undefined where there is none. */
async function stampOf(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found && `${found.ino} ${found.mtimeNs} ${found.size}`;
}

async function sizeOf(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.size;
}
