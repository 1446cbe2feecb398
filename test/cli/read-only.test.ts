import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'chai';
import { digestOf } from '../../scripts/check-databases/digest.ts';
import { openReadOnly } from '../../src/cli/databases/given.ts';
import { Flow } from '../../src/domain/index.ts';
import { overviewOf } from '../../src/services/overview/index.ts';
import { playRecording, readRecording } from '../../src/services/recording/index.ts';
import { describeEachDialect } from '../support/dialects.ts';
import { pageOf } from '../../src/cli/overview/page.ts';
import { paintFor } from '../../src/cli/terminal/paint.ts';
import { sentenceOf } from '../../src/cli/failure.ts';
import { run, temporaryFolder } from './prefect-orm.ts';

const recordingFile = join(import.meta.dirname, '../../recordings/prefect-3.8.8.json');

describeEachDialect('a Prefect database that is shown', function (db) {
  const folder = temporaryFolder();

  before(async () => {
    await playRecording(db.em(), await readRecording(recordingFile));
  });

  it('tells the same as the embedded one', async function () {
    this.timeout(60_000);
    const { code, stdout, stderr } = await run(folder(), ['show', db.url, '--latest', '3']);
    expect(stderr).to.equal('');
    expect(code).to.equal(0);
    expect(stdout).to.match(/^ {2}COMPLETED +9 +37 /m);
    expect(stdout).to.match(/^ {4}Pending 19 ms → Running \d+ d \d\d h so far \(started 19 ms late\)$/m);
    expect(await readdir(folder())).to.deep.equal([]);
  });

  it('is the same afterwards, to the byte', async () => {
    const before = await digestOf(db.url);
    const { orm } = await openReadOnly(db.url);
    try {
      await orm.em.fork().find(Flow, {}, { populate: ['flowRuns', 'deployments'] });
    } finally {
      await orm.close();
    }
    expect(await digestOf(db.url)).to.deep.equal(before);
  });

  it('refuses a write', async () => {
    const { orm } = await openReadOnly(db.url);
    try {
      const em = orm.em.fork();
      em.persist(new Flow({ name: 'written' }));
      const outcome = await em.flush().then(
        () => 'written',
        (error: Error) => error.message,
      );
      expect(outcome).to.match(/read-?only/i);
    } finally {
      await orm.close();
    }
    expect(await db.em().count(Flow, { name: 'written' })).to.equal(0);
  });

  it('shows no password', async () => {
    const { orm, name } = await openReadOnly(db.url);
    await orm.close();
    const password = db.dialect === 'postgresql' ? new URL(db.url).password : '';
    expect(password === '' || !name.includes(password), name).to.equal(true);
  });
});

describe('an SQLite file that is shown', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  let original: string;

  before('starts once', async () => {
    await run(folder(), ['show']);
    original = join(folder(), '.prefect-orm/prefect-orm.db');
  });

  /** A copy in a folder of its own, prepared with plain SQL. */
  async function copy(name: string, sql: string): Promise<string> {
    const place = join(folder(), name);
    await mkdir(place);
    const file = join(place, 'prefect.db');
    await copyFile(original, file);
    const database = new Database(file);
    database.exec(sql);
    database.close();
    return file;
  }

  async function expectUntouched(file: string, show: () => Promise<unknown>): Promise<void> {
    const before = await contentOf(join(file, '..'));
    await show();
    expect(await contentOf(join(file, '..'))).to.deep.equal(before);
  }

  async function expectShown(file: string): Promise<void> {
    expect(await shown(file))
      .to.contain('Opened read only.')
      .and.to.match(/^ {2}in all +38 +42$/m);
  }

  for (const mode of ['wal', 'delete']) {
    it(`keeps its bytes and its neighbours, in journal mode ${mode}`, async () => {
      const file = await copy(mode, `pragma journal_mode = ${mode}`);
      expect(await readdir(join(file, '..'))).to.deep.equal(['prefect.db']);
      await expectUntouched(file, () => expectShown(file));
    });
  }

  it('is read together with the log that a killed server has left', async () => {
    const file = await copy('left', 'pragma journal_mode = wal');
    const server = new Database(file);
    server.exec("pragma wal_autocheckpoint = 0; update flow_run set name = 'from the log' where name = 'with-inputs'");
    const place = join(folder(), 'killed');
    await mkdir(place);
    await copyFile(file, join(place, 'prefect.db'));
    await copyFile(`${file}-wal`, join(place, 'prefect.db-wal'));
    server.close();
    await expectUntouched(join(place, 'prefect.db'), async () => {
      expect(await shown(join(place, 'prefect.db'))).to.contain('from the log');
    });
  });

  it('is read beside a server that writes', async () => {
    const file = await copy('live', 'pragma journal_mode = wal');
    const server = new Database(file);
    server.exec(
      "pragma wal_autocheckpoint = 0; update flow_run set name = 'just written' where name = 'with-inputs'; begin immediate; update flow set tags = '[\"open\"]'",
    );
    try {
      const before = await contentOf(join(file, '..'));
      expect(await shown(file)).to.contain('just written');
      const after = await contentOf(join(file, '..'));
      expect(Object.keys(after)).to.deep.equal(Object.keys(before));
      expect(after['prefect.db']).to.equal(before['prefect.db']);
      expect(after['prefect.db-wal']).to.equal(before['prefect.db-wal']);
      server.exec('commit');
    } finally {
      server.close();
    }
  });

  it('can lie in a folder that nobody may write to', async function () {
    const file = await copy('locked', 'pragma journal_mode = wal');
    await chmod(file, 0o444);
    await chmod(join(file, '..'), 0o555);
    // to root every folder is open
    const account = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    await chmod(folder(), 0o755);
    try {
      const { stdout, stderr } = await run('/', ['show', file], account);
      expect(stderr).to.equal('');
      expect(stdout).to.match(/^ {2}in all +38 +42$/m);
    } finally {
      await chmod(join(file, '..'), 0o755);
    }
  });

  it('has to be there, and is not made', async () => {
    const { code, stdout, stderr } = await run(folder(), ['show', 'missing.db']);
    expect(stderr).to.match(/^There is no file .*missing\.db: .*\[NO_DATABASE_FILE\]\n$/);
    expect(stdout).to.equal('');
    expect(code).to.equal(1);
    expect(await readdir(folder())).to.not.include('missing.db');
  });

  it('has to be a database', async () => {
    const file = join(folder(), 'text.db');
    await writeFile(file, 'no database at all, but long enough to be looked at '.repeat(40));
    expect(await refusal(file)).to.match(/is not an SQLite database.*\[NOT_A_DATABASE\]$/);
  });

  it('has to be of the revision that the entities are made for', async () => {
    const file = await copy('newer', "update alembic_version set version_num = 'feedfacecafe'");
    expect(await refusal(file)).to.match(
      /^The database is at alembic revision feedfacecafe; .*\[UNSUPPORTED_REVISION\]$/,
    );
  });

  it('has to have tables', async () => {
    const file = join(folder(), 'empty.db');
    new Database(file).exec('create table t (i); drop table t').close();
    expect(await refusal(file)).to.contain('[NO_PREFECT_TABLES]');
  });
});

/** What the command prints. */
async function shown(file: string): Promise<string> {
  const database = await openReadOnly(file);
  try {
    const overview = await overviewOf(database.orm.em.fork(), { latest: 10 });
    return pageOf(database, overview, { width: 80, paint: paintFor(false) });
  } finally {
    await database.orm.close();
  }
}

/** What the command says instead. */
async function refusal(file: string): Promise<string> {
  return shown(file).catch(sentenceOf);
}

/** Every file of a folder with its checksum. */
async function contentOf(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).toSorted();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, checksum(await readFile(join(folder, name)))])),
  );
}

function checksum(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
