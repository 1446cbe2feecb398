import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'chai';
import { createNote, NoteSchema } from '../support/note.ts';
import { emOf, NoteOrms } from '../support/orm.ts';

describe('An SQLite file that is only read', () => {
  const orms = new NoteOrms();
  let root: string;
  let folder: string;
  let path: string;

  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'prefect-orm-read-only-'));
  });
  after(() => rm(root, { recursive: true }));

  beforeEach(async () => {
    folder = await mkdtemp(join(root, 'case-'));
    path = join(folder, 'notes.db');
    const database = new Database(path);
    database.exec(`pragma journal_mode = wal; ${createNote.sqlite}; insert into note (text) values ('first')`);
    database.close();
  });

  /** What lies in the folder, with the digests of what holds data. */
  async function contents(): Promise<Record<string, string>> {
    const names = await readdir(folder);
    const entries = names.map(async (name) => [
      name,
      name.endsWith('-shm')
        ? 'index'
        : createHash('sha256')
            .update(await readFile(join(folder, name)))
            .digest('hex'),
    ]);
    return Object.fromEntries(await Promise.all(entries)) as Record<string, string>;
  }

  async function expectUntouched(rows: number): Promise<void> {
    const before = await contents();
    const orm = await orms.open(path, { readOnly: true });
    expect(await emOf(orm).count(NoteSchema)).to.equal(rows);
    expect(await emOf(orm).transactional((em) => em.count(NoteSchema))).to.equal(rows);
    expect(await contents()).to.deep.equal(before);
    await orm.close();
    expect(await contents()).to.deep.equal(before);
  }

  it('keeps its bytes, and nothing appears beside it', async () => {
    expect(Object.keys(await contents())).to.deep.equal(['notes.db']);
    await expectUntouched(1);
  });

  it('keeps its bytes in the other journal mode too', async () => {
    const database = new Database(path);
    database.pragma('journal_mode = delete');
    database.close();
    await expectUntouched(1);
  });

  it('is read with what is in its log, while somebody uses it', async () => {
    const user = new Database(path);
    user.exec("pragma wal_autocheckpoint = 0; insert into note (text) values ('in the log')");
    await expectUntouched(2);
    user.close();
  });

  it('is read with what is in a log that was copied with it', async () => {
    const user = new Database(path);
    user.exec("pragma wal_autocheckpoint = 0; insert into note (text) values ('in the log')");
    const elsewhere = join(root, `copy-${performance.now()}`);
    await mkdir(elsewhere);
    await copyFile(path, join(elsewhere, 'notes.db'));
    await copyFile(`${path}-wal`, join(elsewhere, 'notes.db-wal'));
    user.close();
    folder = elsewhere;
    path = join(elsewhere, 'notes.db');
    await expectUntouched(2);
  });

  it('shows what another program writes after it was opened', async () => {
    const orm = await orms.open(path, { readOnly: true });
    expect(await emOf(orm).count(NoteSchema)).to.equal(1);
    const user = new Database(path);
    user.exec("insert into note (text) values ('later')");
    expect(await emOf(orm).count(NoteSchema)).to.equal(2);
    user.close();
    expect(await emOf(orm).count(NoteSchema)).to.equal(2);
  });
});
