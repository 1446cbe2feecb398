import type { SqlEntityManager } from '@mikro-orm/sql';
import { expect } from 'chai';
import { Deployment } from '../../src/domain/index.ts';
import { describeEachDialect, type TestDatabase } from '../support/dialects.ts';
import { makeDeployment, makeFlow, uniqueName } from '../support/factories.ts';

describe('The job variables of a deployment', () => {
  it('are its infrastructure overrides', () => {
    const deployment = makeDeployment({ infraOverrides: { image: 'a' } });
    expect(deployment.jobVariables).to.equal(deployment.infraOverrides);
    deployment.jobVariables = { image: 'b' };
    expect(deployment.infraOverrides).to.deep.equal({ image: 'b' });
  });

  it('are taken by the constructor, and empty where none are given', () => {
    expect(makeDeployment({ jobVariables: { image: 'a' } }).infraOverrides).to.deep.equal({ image: 'a' });
    expect(makeDeployment().jobVariables).to.deep.equal({});
  });
});

describeEachDialect('The job variables in the database', (db) => {
  it('are stored where em.create gets them', async () => {
    const em = db.em();
    const { id } = em.create(Deployment, {
      name: uniqueName('deployment'),
      flow: makeFlow(),
      jobVariables: { cpu: 1 },
    });
    await em.flush();
    expect((await load(db, id)).infraOverrides).to.deep.equal({ cpu: 1 });
  });

  it('are stored where em.assign gets them, and where they change in place', async () => {
    const { id } = await stored(db, makeDeployment());
    const em = db.em();
    const deployment = await em.findOneOrFail(Deployment, id);
    em.assign(deployment, { jobVariables: { cpu: 1 } });
    await em.flush();
    expect((await load(db, id)).jobVariables).to.deep.equal({ cpu: 1 });
    deployment.jobVariables['cpu'] = 2;
    await em.flush();
    expect((await load(db, id)).infraOverrides).to.deep.equal({ cpu: 2 });
  });

  it('are stored where a statement without entities gets them', async () => {
    const { id } = await stored(db, makeDeployment());
    await db.em().nativeUpdate(Deployment, { id }, { jobVariables: { cpu: 3 } });
    expect((await load(db, id)).infraOverrides).to.deep.equal({ cpu: 3 });
  });

  it('filter, order and are selected', async () => {
    const image = uniqueName('image');
    const [second, first] = [2, 1].map((cpu) => makeDeployment({ jobVariables: { image, cpu } }));
    await stored(db, second!);
    await stored(db, first!);
    const found = await db.em().find(Deployment, { jobVariables: { image } }, { orderBy: { jobVariables: 'asc' } });
    expect(found.map(({ id }) => id)).to.deep.equal([first!.id, second!.id]);
    const query = (db.em() as SqlEntityManager)
      .createQueryBuilder(Deployment, 'd')
      .select(['d.jobVariables', 'd.infraOverrides']);
    const row = await query.where({ jobVariables: { image, cpu: 1 } }).execute('get');
    expect(row).to.have.property('jobVariables', row.infraOverrides);
  });

  it('are in the JSON under the one name, and in the row once', async () => {
    const deployment = makeDeployment({ jobVariables: { cpu: 1 } });
    const statements = await db.statements(() => stored(db, deployment));
    expect(statements.filter((text) => text.includes('job_variables'))).to.deep.equal([]);
    const json = JSON.parse(JSON.stringify(await load(db, deployment.id))) as object;
    expect(json)
      .to.deep.include({ infraOverrides: { cpu: 1 } })
      .and.not.have.property('jobVariables');
  });

  it('send nothing where nothing changed', async () => {
    const { id } = await stored(db, makeDeployment({ jobVariables: { cpu: 1 } }));
    const em = db.em();
    await em.findOneOrFail(Deployment, id);
    expect(await db.statements(() => em.flush())).to.deep.equal([]);
  });
});

async function stored(db: TestDatabase, deployment: Deployment): Promise<Deployment> {
  await db.em().persist(deployment).flush();
  return deployment;
}

async function load(db: TestDatabase, id: string): Promise<Deployment> {
  return db.em().findOneOrFail(Deployment, id);
}
