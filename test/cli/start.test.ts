import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { expect } from 'chai';
import { widthOf } from '../../src/cli/terminal/width.ts';
import { readRecording, type Recording, unitsOf } from '../../src/services/recording/index.ts';
import { runProgram } from '../support/processes.ts';
import { recordedRows, storedRows } from './embedded-rows.ts';
import { run, start, temporaryFolder } from './prefect-orm.ts';

const recordingFile = join(import.meta.dirname, '../../recordings/prefect-3.8.8.json');

describe('a start without a database', function () {
  // processes are started, and compile their sources
  this.timeout(120_000);
  const folder = temporaryFolder();
  let recording: Recording;
  const file = (): string => join(folder(), '.prefect-orm/prefect-orm.db');

  before(async () => {
    recording = await readRecording(recordingFile);
  });

  it('plays the recording state by state, to the byte, and shows it in 80 columns', async () => {
    const { code, stdout, stderr } = await run(folder(), ['show']);
    expect(stderr).to.equal('');
    expect(code).to.equal(0);
    expect(storedRows(file(), recording)).to.deep.equal(recordedRows(recording));
    expect(stdout).to.match(/^ {2}COMPLETED +9 +37 /m);
    expect(stdout).to.match(/^ {2}cancelled-one +parent +Cancelled +2026-11-23 06:11:45 +18 ms$/m);
    // four cells, and 59 more for 15.667, 18.013 and 37.489 ms
    expect(stdout).to.contain(`    ${'░'.repeat(14)}${'█'.repeat(16)}${'▒'.repeat(32)}x  71 ms\n`);
    expect(stdout).to.contain('    Pending 15 ms → Running 18 ms → Cancelling 37 ms → Cancelled\n');
    // it was to start first of all, and never did
    expect(stdout).to.match(/EXPECTED \(UTC\) +LATE\n {2}late +parent +Late +2026-11-23 04:11:45 +\d+ d \d\d h$/m);
    for (const line of stdout.split('\n')) {
      expect(widthOf(line), line).to.be.at.most(80);
    }
    expect(stdout).to.not.contain('\u001b');
  });

  it('keeps the database in a folder that git ignores', async () => {
    expect(await readFile(join(folder(), '.prefect-orm/.gitignore'), 'utf8')).to.equal('*\n');
  });

  it('changes nothing the second time', async () => {
    const before = await readFile(file());
    const { stdout } = await run(folder(), ['show']);
    expect(stdout).to.contain('It holds the recording of a Prefect 3.8.8 server.');
    expect((await readFile(file())).equals(before)).to.equal(true);
    expect((await readdir(join(folder(), '.prefect-orm'))).toSorted()).to.deep.equal(['.gitignore', 'prefect-orm.db']);
  });

  it('prints JSON for programs, and nothing beside it, not even under npm', async () => {
    // what npm was told by the command line of these tests
    const env = { npm_config_loglevel: undefined, npm_config_json: undefined };
    const args = ['start', '--', '--json', '--latest', '38', file()];
    const { stdout, stderr } = await runProgram('npm', args, { env });
    expect(stderr).to.equal('');
    const shown = JSON.parse(stdout) as Record<string, { name: string; states?: object[] }[]>;
    expect(shown).to.include({ database: file() });
    expect(shown['latest_flow_runs']?.find(({ name }) => name === 'cancelled-one')?.states).to.deep.equal([
      { type: 'PENDING', name: 'Pending', timestamp: '2026-11-23T06:11:45.519652Z', duration_us: 15_667 },
      { type: 'RUNNING', name: 'Running', timestamp: '2026-11-23T06:11:45.535319Z', duration_us: 18_013 },
      { type: 'CANCELLING', name: 'Cancelling', timestamp: '2026-11-23T06:11:45.553332Z', duration_us: 37_489 },
      { type: 'CANCELLED', name: 'Cancelled', timestamp: '2026-11-23T06:11:45.590821Z', duration_us: null },
    ]);
  });

  it('stops quietly when the pipe is closed', async () => {
    const child = start(folder(), ['show', '--latest', '500']);
    child.stdout?.destroy();
    let stderr = '';
    child.stderr?.on('data', (text: Buffer) => (stderr += text.toString()));
    expect((await once(child, 'close'))[0]).to.equal(0);
    expect(stderr).to.equal('');
  });
});

describe('a start that is killed', function () {
  this.timeout(180_000);
  const folder = temporaryFolder();

  it('leaves whole transactions, each run at its newest state, and the next start finishes', async () => {
    const recording = await readRecording(recordingFile);
    const file = join(folder(), '.prefect-orm/prefect-orm.db');
    const all = [...recording.rows.values()].flat().length;
    // one in the migration, the others after a random part of the rows
    const moments = [0, ...[0.5, 0.9].map((part) => Math.ceil(all * (part - Math.random() * 0.4)))];
    for (const rows of moments) {
      await killedAt(folder(), file, rows, recording);
      expectWholeUnits(file, recording);
      if (rows > 0) {
        expectPointersAtNewest(file);
      }
    }
    const { code, stderr } = await run(folder(), ['show']);
    expect(stderr).to.equal('');
    expect(code).to.equal(0);
    expect(storedRows(file, recording)).to.deep.equal(recordedRows(recording));
  });
});

async function killedAt(folder: string, file: string, rows: number, recording: Recording): Promise<void> {
  const child = start(folder, ['show']);
  const ended = once(child, 'close');
  while (child.exitCode === null && (!existsSync(file) || (rows > 0 && idsIn(file, recording).size < rows))) {
    await pause(2);
  }
  child.kill('SIGKILL');
  await ended;
  expect(child.signalCode, `killed after ${rows} rows`).to.equal('SIGKILL');
}

function expectWholeUnits(file: string, recording: Recording): void {
  const present = idsIn(file, recording);
  for (const { rows } of unitsOf(recording)) {
    expect([0, rows.length]).to.include(rows.filter(({ id }) => present.has(id)).length);
  }
}

function expectPointersAtNewest(file: string): void {
  const database = new Database(file, { timeout: 5000 });
  try {
    for (const kind of ['flow_run', 'task_run']) {
      const newest = `SELECT id FROM ${kind}_state WHERE ${kind}_id = run.id ORDER BY timestamp DESC LIMIT 1`;
      const behind = `SELECT name FROM ${kind} AS run WHERE state_id IS NOT (${newest})`;
      expect(database.prepare(behind).pluck().all()).to.deep.equal([]);
    }
  } finally {
    database.close();
  }
}

/** The ids of all rows that are there; none as long as there are no tables. */
function idsIn(file: string, recording: Recording): Set<string> {
  const database = new Database(file, { timeout: 5000 });
  try {
    const known = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
    const tables = [...recording.rows.keys()].filter((table) => known.includes(table));
    return new Set(tables.flatMap((table) => database.prepare(`SELECT id FROM "${table}"`).pluck().all() as string[]));
  } finally {
    database.close();
  }
}
