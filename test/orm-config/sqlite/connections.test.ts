import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LockWaitTimeoutException } from '@mikro-orm/core';
import Database from 'better-sqlite3';
import { expect } from 'chai';
import {
  ConnectionPoolTimeoutError,
  DatabaseFileError,
  NotADatabaseError,
  StrayTransactionError,
} from '../../../src/orm-config/index.ts';
import { failureOf } from '../../support/failure.ts';
import { runProgram } from '../../support/processes.ts';
import { createNote, type Note, NoteSchema } from '../support/note.ts';
import { emOf, NoteOrms } from '../support/orm.ts';

describe('A connection to an SQLite file', () => {
  const orms = new NoteOrms();
  let folder: string;
  const file = () => join(folder, `${randomUUID()}.db`);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'prefect-orm-connections-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('is set up as the reference sets up its own', async () => {
    const orm = await orms.create(file());
    const settings: Record<string, unknown> = {};
    await emOf(orm).transactional(async (em) => {
      for (const name of [
        'journal_mode',
        'foreign_keys',
        'legacy_alter_table',
        'synchronous',
        'cache_size',
        'busy_timeout',
      ]) {
        const [row] = await em.execute(`pragma ${name}`);
        settings[name] = Object.values(row as object)[0];
      }
    });
    // 1 is NORMAL. SQLite itself never waits: that would hold up the whole process.
    expect(settings).to.deep.equal({
      journal_mode: 'wal',
      foreign_keys: 1,
      legacy_alter_table: 0,
      synchronous: 1,
      cache_size: 20000,
      busy_timeout: 0,
    });
  });

  it('keeps integers beyond 2^53, NUL characters and the kinds of numbers', async () => {
    const em = emOf(await orms.create(file()));
    await em.execute('create table t (a, b integer, c text)');
    await em.execute('insert into t values (?, ?, ?)', [1.5, 9007199254740993n, 'x\0y']);
    await em.execute('insert into t values (?, ?, ?)', [2, -9007199254740991, '\u{1f600}']);
    expect(
      await em.execute('select a, b, c, typeof(a) as kind, length(cast(c as blob)) as bytes from t order by a'),
    ).to.deep.equal([
      { a: 1.5, b: 9007199254740993n, c: 'x\0y', kind: 'real', bytes: 3 },
      { a: 2, b: -9007199254740991, c: '\u{1f600}', kind: 'integer', bytes: 4 },
    ]);
  });

  it('serves writers in the order in which they came', async () => {
    const orm = await orms.create(file());
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        emOf(orm).transactional(async (em) => em.create(NoteSchema, { text: `${index}` } as Note)),
      ),
    );
    expect(
      (await emOf(orm).find(NoteSchema, {}, { orderBy: { id: 'asc' } })).map(({ text }) => Number(text)),
    ).to.deep.equal(Array.from({ length: 20 }, (_, index) => index));
  });

  it('waits for a writer of another program without holding up this one, and goes on', async () => {
    const path = file();
    const orm = await orms.create(path);
    const other = new Database(path);
    other.exec("begin immediate; insert into note (text) values ('other')");
    const begin = performance.now();
    let ticks = 0;
    const clock = setInterval(() => (ticks += 1), 5);
    setTimeout(() => other.exec('commit'), 200);
    await emOf(orm).transactional(async (em) => em.create(NoteSchema, { text: 'own' } as Note));
    clearInterval(clock);
    expect(performance.now() - begin).to.be.greaterThan(150);
    expect(ticks).to.be.greaterThan(10);
    expect(await emOf(orm).count(NoteSchema)).to.equal(2);
    other.close();
  });

  it('waits as well with a single statement', async () => {
    const path = file();
    const orm = await orms.create(path);
    const other = new Database(path);
    other.exec('begin immediate');
    setTimeout(() => other.exec('rollback'), 100);
    await emOf(orm).execute('insert into note (text) values (?)', ['own']);
    expect(await emOf(orm).count(NoteSchema)).to.equal(1);
    other.close();
  });

  it('gives up waiting after its timeout, and works again afterwards', async () => {
    const path = file();
    const orm = await orms.create(path, { timeout: 0.2 });
    const other = new Database(path);
    other.exec('begin immediate');
    const writing = () => emOf(orm).transactional((em) => em.insert(NoteSchema, { text: 'own' }));
    expect(await failureOf(writing()))
      .to.be.instanceOf(LockWaitTimeoutException)
      .and.include({ code: 'SQLITE_BUSY' });
    other.exec('rollback');
    await writing();
    other.close();
  });

  it('gives up a write that waits for its own caller', async () => {
    const orm = await orms.create(file(), { timeout: 0.2 });
    const nested = emOf(orm).transactional(() => emOf(orm).insert(NoteSchema, { text: 'never' }));
    expect(await failureOf(nested)).to.be.instanceOf(LockWaitTimeoutException);
    await emOf(orm).insert(NoteSchema, { text: 'later' });
  });

  it('refuses a transaction that is begun by hand', async () => {
    const orm = await orms.create(file());
    expect(await failureOf(emOf(orm).execute('begin'))).to.be.instanceOf(StrayTransactionError);
    await emOf(orm).insert(NoteSchema, { text: 'works' });
  });

  it('rolls back what is open when it is closed, and can be opened again', async () => {
    const orm = await orms.create(file());
    const closing = emOf(orm).transactional(async (em) => {
      await em.insert(NoteSchema, { text: 'never' });
      await orm.close(true);
      await em.insert(NoteSchema, { text: 'never either' });
    });
    expect((await failureOf(closing)).message).to.contain('not open');
    expect(await emOf(orm).count(NoteSchema)).to.equal(0);
  });

  it('sees the changes of a schema that another connection has made', async () => {
    const path = file();
    const orm = await orms.create(path);
    await emOf(orm).execute('select * from note');
    const other = new Database(path);
    other.exec("alter table note add column colour text default 'red'; insert into note (text) values ('x')");
    other.close();
    expect(await emOf(orm).execute('select * from note')).to.deep.equal([
      { id: 1, text: 'x', weight: null, colour: 'red' },
    ]);
  });

  it('leaves nothing but the file behind', async () => {
    const path = file();
    const orm = await orms.create(path);
    await emOf(orm).count(NoteSchema);
    await orm.close();
    expect((await readdir(folder)).filter((name) => path.endsWith(name.replace(/-(wal|shm)$/, '')))).to.deep.equal([
      path.split('/').at(-1),
    ]);
  });

  it('stands eight processes that write 200 transactions each', async function () {
    this.timeout(120_000);
    const path = file();
    const database = new Database(path);
    database.exec(createNote.sqlite);
    database.close();
    const writer = join(import.meta.dirname, '../support/writer.ts');
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        runProgram(process.execPath, [writer, path, `writer ${index}`, '200'], { timeoutMilliseconds: 110_000 }),
      ),
    );
    expect(results.map(({ code, stderr }) => [code, stderr])).to.deep.equal(results.map(() => [0, '']));
    const em = emOf(await orms.open(path));
    // Each has counted the rows before its own: none was counted twice.
    expect(
      await em.execute('select count(*) as rows, count(distinct weight) as counts, max(weight) as last from note'),
    ).to.deep.equal([{ rows: 1600, counts: 1600, last: 1599 }]);
  });

  const unusable: readonly (readonly [
    what: string,
    path: () => string,
    error: typeof NotADatabaseError | typeof DatabaseFileError,
  ])[] = [
    ['is no database', () => import.meta.filename, NotADatabaseError],
    ['lies in a folder that does not exist', () => join(folder, 'nowhere/prefect.db'), DatabaseFileError],
    ['is a folder', () => folder, DatabaseFileError],
  ];
  for (const [what, path, error] of unusable) {
    it(`is refused where the file ${what}`, async () => {
      expect(await failureOf(orms.open(`sqlite:${path()}`)))
        .to.be.instanceOf(error)
        .and.include({ path: path() });
      expect(await failureOf(orms.open(`sqlite:${path()}`, { readOnly: true }))).to.be.instanceOf(error);
    });
  }
});

describe('A connection to an SQLite database in memory', () => {
  const orms = new NoteOrms();

  it('is one, and keeps what was written', async () => {
    const orm = await orms.create(':memory:');
    await emOf(orm).transactional(async (em) => em.create(NoteSchema, { text: 'x' } as Note));
    expect(await emOf(orm).count(NoteSchema)).to.equal(1);
  });

  it('fails with a clear error where a fork reads inside the transaction of another', async () => {
    const orm = await orms.create(':memory:', { poolTimeout: 0.2 });
    const error = await failureOf(emOf(orm).transactional(() => emOf(orm).count(NoteSchema)));
    expect(error).to.be.instanceOf(ConnectionPoolTimeoutError).and.include({ size: 1 });
    expect(error.message).to.contain('own EntityManager');
    expect(await emOf(orm).count(NoteSchema)).to.equal(0);
  });

  it('streams', async () => {
    const em = emOf(await orms.create(':memory:'));
    await em.execute('insert into note (text) values (?), (?)', ['a', 'b']);
    const texts: string[] = [];
    for await (const { text } of em.getConnection().stream<Note>('select text from note order by text')) {
      await em.execute('update note set weight = 1 where text = ?', [text]);
      texts.push(text);
    }
    expect(texts).to.deep.equal(['a', 'b']);
  });
});
