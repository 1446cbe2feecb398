import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { rehearseDown, rehearseUp } from '../../src/cli/migration/rehearse.ts';
import { migrateDown, migrateUp } from '../../src/cli/migration/run.ts';
import { tellStatus } from '../../src/cli/migration/status.ts';
import { supportedAlembicHeads } from '../../src/migrations/index.ts';
import { prefectsDatabase, rejection, unguarded } from '../migrations/databases.ts';
import { describeEachDialect } from '../support/dialects.ts';
import { run, temporaryFolder } from './prefect-orm.ts';

const migration = 'Migration20261123120000_prefect_3_8_8';

describeEachDialect('prefect-orm migrate', function (db) {
  const folder = temporaryFolder();

  it('makes the schema, says so, and takes it back', async () => {
    const { url } = await db.freshDatabase({ migrated: false });
    expect(await tellStatus(url)).to.deep.include({ exitCode: 4 });
    expect(await migrateUp(url)).to.deep.nested.include({ 'fields.migrations': [migration], 'fields.adopted': false });
    expect((await migrateUp(url)).text).to.match(/^Nothing to do: .* is at Prefect 3\.8\.8\.$/);
    expect(await tellStatus(url)).to.include({ exitCode: 0 });
    expect(await migrateDown(url, {})).to.deep.nested.include({ 'fields.migrations': [migration] });
    expect((await migrateDown(url, {})).text).to.match(/^Nothing to take back in /);
    expect((await tellStatus(url)).text).to.match(/ is empty\. .*\n {2}revision found {6}none\n/);
  });

  it('adopts what Prefect has made, and says so', async () => {
    const { url } = await prefectsDatabase(db);
    expect((await tellStatus(url)).text)
      .to.match(/ is made by Prefect\. /)
      .and.include(`revision found      ${supportedAlembicHeads[db.dialect]}\n`);
    expect(await migrateUp(url)).to.deep.nested.include({ 'fields.migrations': [], 'fields.adopted': true });
    expect((await tellStatus(url)).text).to.include(`migrations run      ${migration} (adopted)\n`);
  });

  it('refuses to lose rows, unless they may be lost', async () => {
    const database = await db.freshDatabase({ migrated: true });
    await unguarded(database, ({ rows }) => rows(`INSERT INTO variable (name) VALUES ('kept')`));
    expect(await rejection(migrateDown(database.url, {}))).to.include({ code: 'DATA_LOSS' });
    expect(await rejection(rehearseDown(database.url, {}))).to.include({ code: 'DATA_LOSS' });
    expect((await rehearseDown(database.url, { allowDataLoss: true })).text).to.match(/^DROP TABLE/m);
    await migrateDown(database.url, { allowDataLoss: true });
    expect(await tellStatus(database.url)).to.include({ exitCode: 4 });
  });

  it('prints a script in a dry run, and sends nothing', async () => {
    const database = await prefectsDatabase(db);
    const { text, fields } = await rehearseUp(database.url);
    expect(text)
      .to.match(/^begin.*;$/m)
      .and.match(/^create table mikro_orm_migrations/m)
      .and.match(/^commit;$/m);
    expect(fields).to.have.property('sql').with.length.greaterThan(3);
    expect((await tellStatus(database.url)).text).to.match(/ is made by Prefect\. /);
    await migrateUp(database.url);
    expect((await rehearseUp(database.url)).text).to.equal('-- Nothing to do.');
  });

  it('lists what is altered', async () => {
    const { url } = await prefectsDatabase(db, ['DROP INDEX ix_log__level', 'DROP INDEX uq_deployment__flow_id_name']);
    const { text, exitCode } = await tellStatus(url);
    expect(text)
      .to.match(/ is refused\. .*\[ALTERED_TABLES\]\n/)
      .and.match(/^ {2}altered {2}deployment: the unique key uq_deployment__flow_id_name is missing$/m)
      .and.match(/^ {2}no harm {2}log: the index ix_log__level is missing$/m);
    expect(exitCode).to.equal(3);
  });

  it('is up without a command, on the database of the environment, and answers in JSON', async function () {
    this.timeout(60_000);
    const { url } = await db.freshDatabase({ migrated: false });
    const environment = { ...process.env, DEBUG: '', PREFECT_SERVER_DATABASE_CONNECTION_URL: url };
    const { code, stdout, stderr } = await run(folder(), ['migrate', '--json'], { env: environment });
    expect(stderr).to.equal('');
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.include({
      dialect: db.dialect,
      migrations: [migration],
      adopted: false,
      error: null,
    });
  });

  it('ends with 3 where it refuses, and answers in JSON then too', async function () {
    this.timeout(120_000);
    const { url } = await prefectsDatabase(db, [`UPDATE alembic_version SET version_num = 'cafe00000001'`]);
    const up = await run(folder(), ['migrate', 'up', '--json', url]);
    expect(up.code).to.equal(3);
    expect(up.stderr).to.match(/^The database is at alembic revision cafe00000001; .*\[UNSUPPORTED_REVISION\]\n$/);
    expect(JSON.parse(up.stdout)).to.have.nested.property('error.code', 'UNSUPPORTED_REVISION');
    const status = await run(folder(), ['migrate', 'status', '--json', url]);
    expect(status.code).to.equal(3);
    expect(JSON.parse(status.stdout)).to.deep.include({ condition: 'refused', found: ['cafe00000001'] });
    expect(JSON.parse(status.stdout)).to.have.nested.property('error.code', 'UNSUPPORTED_REVISION');
  });
});

describe('prefect-orm migrate on a file that is not there', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();

  it('tells and rehearses without making it', async () => {
    expect((await run(folder(), ['migrate', 'status', 'new.db'])).code).to.equal(4);
    const { code, stdout } = await run(folder(), ['migrate', 'up', '--dry-run', 'new.db']);
    expect(code).to.equal(0);
    expect(stdout).to.match(/^CREATE TABLE flow_run \(/m);
    expect(await readdir(folder())).to.deep.equal([]);
  });

  it('takes nothing back, and does not make it', async () => {
    const file = join(folder(), 'new.db');
    expect(await rejection(migrateDown(file, {}))).to.include({ code: 'NO_DATABASE_FILE' });
    expect(await rejection(rehearseDown(file, {}))).to.include({ code: 'NO_DATABASE_FILE' });
    expect(await readdir(folder())).to.deep.equal([]);
  });

  for (const args of [
    ['frobnicate'],
    ['up', '--nonsense'],
    ['up', 'mysql://localhost/prefect'],
    ['up', 'a.db', 'b.db'],
  ]) {
    it(`ends with 2 for 'migrate ${args.join(' ')}'`, async () => {
      const { code, stdout, stderr } = await run(folder(), ['migrate', ...args]);
      expect(code).to.equal(2);
      expect(stdout).to.equal('');
      expect(stderr).to.not.equal('');
      expect(await readdir(folder())).to.deep.equal([]);
    });
  }
});
