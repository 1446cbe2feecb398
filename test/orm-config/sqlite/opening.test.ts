import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'chai';
import { ForeignTablesError } from '../../../src/migrations/index.ts';
import { AioSqliteORMConfiguration } from '../../../src/orm-config/index.ts';

describe('Opening a SQLite file that somebody else made', () => {
  const folder = mkdtempSync(join(tmpdir(), 'prefect-orm-opening-'));
  const path = join(folder, 'foreign.db');

  before(() => {
    const database = new Database(path);
    database.exec('create table theirs (x)');
    database.close();
  });

  after(() => rmSync(folder, { recursive: true }));

  it('is refused, and changes nothing in it or beside it', async () => {
    const before = digest(path);
    const refusal: unknown = await new AioSqliteORMConfiguration(`sqlite:///${path}`)
      .init()
      .catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(ForeignTablesError);
    expect(digest(path)).to.equal(before);
    expect(readdirSync(folder)).to.deep.equal(['foreign.db']);
  });
});

function digest(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
