import { expect } from 'chai';
import { entities, Flow } from '../../src/domain/index.ts';
import { wantedDialects, describeEachDialect } from './dialects.ts';
import { factories, makeFlow } from './factories.ts';
import { configurationFor, openOrm } from './orm.ts';

describeEachDialect('A database of the tests', (db) => {
  it('has the newest schema and no rows', async () => {
    expect(await db.em().count(Flow)).to.equal(0);
  });

  it('is that of the dialect in the title', () => {
    expect(new URL(db.url).protocol).to.equal(`${db.dialect}:`);
  });

  it('takes what every factory makes, twice', async () => {
    const em = db.em();
    const made = Object.values(factories).flatMap((make) => [make(), make()]);
    em.persist(made);
    await em.flush();
    for (const entity of made) {
      expect(await db.em().findOne(entity.constructor as typeof Flow, entity.id), entity.constructor.name).to.not.equal(
        null,
      );
    }
  });

  it('is told apart from a fresh one', async () => {
    const em = db.em();
    em.persist(makeFlow());
    await em.flush();
    const fresh = await db.freshDatabase({ migrated: true });
    const orm = await openOrm(configurationFor(fresh.url));
    try {
      expect(await orm.em.fork().count(Flow)).to.equal(0);
    } finally {
      await orm.close();
    }
  });

  it('can be had without a table', async () => {
    const { url } = await db.freshDatabase({ migrated: false });
    const orm = await openOrm(configurationFor(url));
    try {
      const failure = await orm.em
        .fork()
        .count(Flow)
        .catch((error: Error) => error);
      expect(failure).to.have.property('name', 'TableNotFoundException');
    } finally {
      await orm.close();
    }
  });

  it('tells which statements are sent, without their values', async () => {
    const em = db.em();
    em.persist(makeFlow({ name: 'a name to look for' }));
    const statements = await db.statements(() => em.flush());
    expect(statements.filter((statement) => statement.includes('insert into'))).to.have.length(1);
    expect(statements.join()).to.not.include('a name to look for');
    expect(await db.statements(() => em.flush())).to.deep.equal([]);
  });
});

describe('The factories', () => {
  it('know every class that is mapped', () => {
    const internal = ['Base', 'Run', 'RunState', 'DeploymentVersion'];
    const names = entities.map(({ name }) => name).filter((name) => !internal.includes(name));
    expect(Object.keys(factories)).to.have.members(names);
  });
});

describe('DIALECTS', () => {
  const given = process.env['DIALECTS'];
  afterEach(() => {
    if (given === undefined) {
      delete process.env['DIALECTS'];
    } else {
      process.env['DIALECTS'] = given;
    }
  });

  it('takes both databases when it is not set', () => {
    delete process.env['DIALECTS'];
    expect(wantedDialects()).to.deep.equal(['sqlite', 'postgresql']);
  });

  it('narrows to the database it names', () => {
    process.env['DIALECTS'] = 'postgresql';
    expect(wantedDialects()).to.deep.equal(['postgresql']);
  });

  it('refuses a name that is none', () => {
    process.env['DIALECTS'] = 'sqlite,mysql';
    expect(() => wantedDialects()).to.throw('mysql');
  });
});
