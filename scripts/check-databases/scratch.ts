import { copyFile, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Client } from 'pg';
import { atEndOfRun } from '../../test/support/cleanup.ts';
import type { DatabaseDigest } from '../../src/services/digest/index.ts';
import { type Dialect, emptyDatabase } from '../../test/support/databases/index.ts';
import { partsOfDump } from './dump.ts';

/** A database to check. */
export interface Target {
  readonly name: string;
  readonly url: string;
  /** A copy that goes away afterwards, so it may be written to. */
  readonly scratch: boolean;
  /** The digests of its tables that were recorded beside it. */
  readonly expected?: DatabaseDigest['tables'] | undefined;
}

/** Where digests are recorded, by dialect: for every database in the same folder. */
export const digestFile = 'digest.json';

/** What the arguments name: a URL as it is, SQLite files and plain dumps as copies, a folder for those in it. */
export async function targetsOf(given: string): Promise<Target[]> {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(given)) {
    return [{ name: given.replace(/\/\/[^/]*@/, '//').replace(/\?.*$/s, ''), url: given, scratch: false }];
  }
  const files = (await stat(given)).isDirectory()
    ? (await readdir(given)).map((name) => join(given, name)).filter(isDatabase)
    : [given];
  if (files.length === 0) {
    throw new Error(`${given} holds no *.sqlite3, *.db, *.pg.sql or *.pg.sql.gz`);
  }
  return Promise.all(files.toSorted().map(copyOf));
}

function isDatabase(file: string): boolean {
  return /\.(?:sqlite3|db|pg\.sql|pg\.sql\.gz)$/.test(file);
}

async function copyOf(file: string): Promise<Target> {
  const isDump = /\.sql(?:\.gz)?$/.test(file);
  const url = isDump ? await restored(file) : await copied(file);
  const recorded = await recordedDigests(join(dirname(file), digestFile));
  return { name: basename(file), url, scratch: true, expected: recorded?.[isDump ? 'postgresql' : 'sqlite'] };
}

async function recordedDigests(file: string): Promise<Record<Dialect, DatabaseDigest['tables']> | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Record<Dialect, DatabaseDigest['tables']>);
}

/** A copy of an SQLite file, with what is still in its log. */
async function copied(file: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'prefect-orm-check-'));
  atEndOfRun(() => rm(folder, { recursive: true, force: true }));
  const copy = join(folder, basename(file));
  await copyFile(file, copy);
  await copyFile(`${file}-wal`, `${copy}-wal`).catch(() => {});
  return `sqlite:///${resolve(copy)}`;
}

/** A database on the test server that a dump was restored into. */
async function restored(file: string): Promise<string> {
  const content = await readFile(file);
  const text = (file.endsWith('.gz') ? gunzipSync(content) : content).toString('utf8');
  const { url } = await emptyDatabase('postgresql');
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const part of partsOfDump(text)) {
      await ('sql' in part ? client.query(part.sql) : insert(client, part));
    }
  } finally {
    await client.end();
  }
  return url;
}

async function insert(
  client: Client,
  { into, columns, rows }: { into: string; columns: readonly string[]; rows: (string | null)[][] },
): Promise<void> {
  const places = columns.map((_, index) => `$${index + 1}`).join(', ');
  for (const row of rows) {
    await client.query({
      name: into,
      text: `INSERT INTO ${into} (${columns.join(', ')}) VALUES (${places})`,
      values: row,
    });
  }
}
