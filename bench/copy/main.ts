/**
 * Rows per second of `prefect-orm copy` in each direction, from the start of the process to its end, check and verification included;
 * beside it the tools that copy a database as text, between two of a kind only, and verify nothing.
 *
 *     npm run build && npm run bench:copy -- [--rows 200000]
 *
 * The rows are log lines. PostgreSQL is the one that the tests find.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cleanUp } from '../../test/support/cleanup.ts';
import {
  type Database,
  type Dialect,
  dialects,
  dialectTitles,
  emptyDatabase,
  migratedDatabase,
  pathOf,
} from '../../test/support/databases/index.ts';
import { plantLogs } from './log-lines.ts';
import { dumpPostgresql, dumpSqlite, type Outcome } from './peers.ts';

const program = join(import.meta.dirname, '../../bin/prefect-orm.cjs');

const { values } = parseArgs({ options: { rows: { type: 'string', default: '200000' } } });
const rows = Number(values.rows);
if (!Number.isInteger(rows) || rows < 1) {
  fail(`--rows is how many rows are copied, and not ${values.rows}`);
}
if (!existsSync(join(import.meta.dirname, '../../dist/cli/main.js'))) {
  fail('There is nothing to start: run npm run build first');
}

try {
  await measure();
} finally {
  await cleanUp();
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

async function measure(): Promise<void> {
  const sqlite = await migratedDatabase('sqlite');
  plantLogs(pathOf(sqlite), rows);
  const postgresql = await emptyDatabase('postgresql');
  copy(sqlite, postgresql);
  const sources: Readonly<Record<Dialect, Database>> = { sqlite, postgresql };
  console.log(`${rows.toLocaleString('en-US')} log lines\n`);
  console.log(`${''.padEnd(44)}${'rows/s'.padStart(12)}${'peak memory'.padStart(16)}`);
  for (const from of dialects) {
    for (const to of dialects) {
      const target = await emptyDatabase(to);
      const { seconds, peak } = copy(sources[from], target);
      await target.drop();
      line(`prefect-orm copy, ${dialectTitles[from]} to ${dialectTitles[to]}`, { seconds }, peak);
    }
    const target = await emptyDatabase(from);
    line(...peerOf(from, sources[from], target));
    await target.drop();
  }
}

function copy(source: Database, target: Database): { seconds: number; peak: string } {
  const begin = performance.now();
  const memory = join(import.meta.dirname, 'peak-memory.mjs');
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', memory, program, 'copy', source.url, target.url],
    { encoding: 'utf8' },
  );
  if (status !== 0) {
    throw new Error(`The copy failed: ${stderr}`);
  }
  const [, peak = ''] = /^peak memory (.*)$/m.exec(stderr) ?? [];
  return { seconds: (performance.now() - begin) / 1000, peak };
}

function peerOf(dialect: Dialect, source: Database, target: Database): [title: string, outcome: Outcome] {
  return dialect === 'sqlite'
    ? ['sqlite3 .dump | sqlite3', dumpSqlite(pathOf(source), pathOf(target))]
    : ['pg_dump | psql', dumpPostgresql(source.url, target.url)];
}

function line(title: string, outcome: Outcome, peak = ''): void {
  const rate =
    'seconds' in outcome
      ? Math.round(rows / outcome.seconds)
          .toLocaleString('en-US')
          .padStart(12)
      : `  ${outcome.absent}`;
  console.log(`${title.padEnd(44)}${rate}${peak.padStart(16)}`);
}
