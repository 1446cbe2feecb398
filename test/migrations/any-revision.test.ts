import type { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { expect } from 'chai';
import { Flow, FlowRun, FlowRunState, Worker, WorkPool } from '../../src/domain/index.ts';
import { supportedAlembicHeads, UnreadableTableError } from '../../src/migrations/index.ts';
import { configurationFor, InvalidConnectionOptionError } from '../../src/orm-config/index.ts';
import type { Database } from '../support/databases/index.ts';
import { describeEachDialect } from '../support/dialects.ts';
import { prefectsDatabase, rejection, unguarded } from './databases.ts';

/** What another revision has less, and what it has more. */
const anotherRevision = [
  `UPDATE alembic_version SET version_num = 'cafe00000001'`,
  'ALTER TABLE flow_run DROP COLUMN infrastructure_pid',
  'ALTER TABLE flow_run DROP COLUMN job_variables',
  'DROP TABLE worker',
  'ALTER TABLE flow ADD COLUMN owner varchar(20)',
  'CREATE TABLE teams (id integer)',
  `INSERT INTO flow (name) VALUES ('read')`,
];

describeEachDialect('A database of another revision that is opened read only', (db) => {
  let database: Database;
  let orm: MikroORM;
  const em = () => orm.em.fork() as SqlEntityManager;

  before(async () => {
    database = await prefectsDatabase(db, anotherRevision);
    orm = await configurationFor(database.url, { readOnly: true, anyRevision: true }).init();
  });

  after(() => orm.close());

  it('gives the tables that have all columns, whatever they have beyond', async () => {
    const [flow] = await em().find(Flow, { name: 'read' });
    expect(flow?.name).to.equal('read');
    expect(await em().count(WorkPool)).to.equal(0);
    expect(await em().createQueryBuilder(Flow).getCount()).to.equal(1);
  });

  const touches: Readonly<Record<string, () => Promise<unknown>>> = {
    find: () => em().find(FlowRun, {}),
    'find of some fields': () => em().find(FlowRun, {}, { fields: ['name'] }),
    findOne: () => em().findOne(FlowRun, { name: 'x' }),
    count: () => em().count(FlowRun),
    'a query builder': async () => em().createQueryBuilder(FlowRun, 'r').select('r.name').getResult(),
    'a query that is only written': async () => em().createQueryBuilder(FlowRun).getQuery(),
    'a join in a condition': () => em().find(FlowRunState, { flowRun: { name: 'x' } }),
    'a sub-query': () => em().find(Flow, { flowRuns: { $some: { name: 'x' } } }),
    'a relation that is loaded along': () => em().find(Flow, {}, { populate: ['flowRuns'] }),
    'a collection that is loaded later': async () => (await em().findOneOrFail(Flow, { name: 'read' })).flowRuns.load(),
    'a stream': async () => em().stream(FlowRun, {}).next(),
  };

  for (const [title, touch] of Object.entries(touches)) {
    it(`refuses a table that lacks columns when it is touched by ${title}`, async () => {
      const error = await rejection(touch());
      expect(error).to.be.instanceOf(UnreadableTableError);
      expect(error).to.deep.include({
        code: 'UNREADABLE_TABLE',
        table: 'flow_run',
        found: ['cafe00000001'],
        supported: supportedAlembicHeads[db.dialect],
      });
      expect((error as UnreadableTableError).columns).to.have.members(['infrastructure_pid', 'job_variables']);
      expect(error.message)
        .to.match(/a table flow_run without .*infrastructure_pid/)
        .and.include('cafe00000001')
        .and.include(supportedAlembicHeads[db.dialect]);
    });
  }

  it('refuses a table that is missing when it is touched', async () => {
    const error = await rejection(em().find(Worker, {}));
    expect(error).to.include({ code: 'UNREADABLE_TABLE', table: 'worker', columns: null });
    expect(error.message).to.include('has no table worker');
  });

  it('is not opened to be written', () => {
    expect(() => configurationFor(database.url, { anyRevision: true })).to.throw(
      InvalidConnectionOptionError,
      'readOnly: true',
    );
  });

  it('must be of Prefect', async () => {
    const foreign = await db.freshDatabase({ migrated: false });
    await unguarded(foreign, ({ rows }) => rows('CREATE TABLE customers (id integer)'));
    const error = await rejection(configurationFor(foreign.url, { readOnly: true, anyRevision: true }).init());
    expect(error).to.include({ code: 'FOREIGN_TABLES' });
  });
});
