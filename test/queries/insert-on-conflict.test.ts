import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { expect } from 'chai';
import { Artifact, Deployment, Flow, FlowRun, InvalidValueError, isSqlNull, newId } from '../../src/domain/index.ts';
import { insertOnConflict } from '../../src/queries/insert-on-conflict.ts';
import { describeEachDialect } from '../support/dialects.ts';
import { failureOf } from '../support/failure.ts';
import { makeFlow, uniqueName } from '../support/factories.ts';

const longAgo = Temporal.Instant.from('2024-03-01T00:00:00.000001Z');

describeEachDialect('An insert that may meet a row', (db) => {
  const byName = ['name'];

  it('inserts a row that is new, with the defaults of the application', async () => {
    const name = uniqueName('flow');
    expect(await insertOnConflict(db.em(), Flow, { name }, byName, 'nothing')).to.equal(1);
    const flow = await db.em().findOneOrFail(Flow, { name });
    expect(flow.tags).to.deep.equal([]);
    expect(flow.labels).to.equal(null);
    expect(flow.updated.since(flow.created).total('seconds')).to.be.lessThan(1);
  });

  it('leaves the row that it meets as it is', async () => {
    const stored = await storeFlow();
    expect(await insertOnConflict(db.em(), Flow, { name: stored.name, tags: ['other'] }, byName, 'nothing')).to.equal(
      0,
    );
    expect(await reload(stored)).to.deep.include({ id: stored.id, tags: ['first'], updated: longAgo });
  });

  it('sets what it is told to in the row that it meets, and nothing else', async () => {
    const stored = await storeFlow();
    const set = { tags: ['second'], labels: { big: 9007199254740993n } };
    expect(await insertOnConflict(db.em(), Flow, { name: stored.name }, byName, { set })).to.equal(1);
    expect(await reload(stored)).to.deep.include({ id: stored.id, ...set, updated: longAgo });
  });

  it('moves the time of the update where it is told to', async () => {
    const stored = await storeFlow();
    const updated = longAgo.add({ hours: 1 });
    await insertOnConflict(db.em(), Flow, { name: stored.name }, byName, { set: { updated } });
    expect((await reload(stored)).updated.equals(updated)).to.equal(true);
  });

  it('leaves the row alone where there is nothing to set', async () => {
    const stored = await storeFlow();
    expect(await insertOnConflict(db.em(), Flow, { name: stored.name }, byName, { set: {} })).to.equal(0);
  });

  it('meets no row by a key with a null in it', async () => {
    const flow = await storeFlow();
    const key = db.configuration.flowRunUniqueUpsertColumns;
    for (let round = 0; round < 2; round += 1) {
      expect(await insertOnConflict(db.em(), FlowRun, { flow: flow.id }, key, 'nothing')).to.equal(1);
    }
    expect(await db.em().count(FlowRun, { flow: flow.id })).to.equal(2);
  });

  it('takes a relation as an entity, a reference or a key', async () => {
    const [first, second] = [await storeFlow(), await storeFlow()];
    const run = new FlowRun({
      flow: first,
      idempotencyKey: 'k',
      totalRunTime: Temporal.Duration.from({ seconds: 90 }),
    });
    const key = db.configuration.flowRunUniqueUpsertColumns;
    await insertOnConflict(db.em(), FlowRun, run, key, 'nothing');
    expect(
      await insertOnConflict(db.em(), FlowRun, { flow: first.id, idempotencyKey: 'k' }, key, { set: { flow: second } }),
    ).to.equal(1);
    const stored = await db.em().findOneOrFail(FlowRun, run.id);
    expect(stored.flow.id).to.equal(second.id);
    expect(stored.totalRunTime.total('seconds')).to.equal(90);
  });

  it('takes null for not given where there is a default', async () => {
    const flow = makeFlow();
    flow.tags = null as never;
    await insertOnConflict(db.em(), Flow, flow, byName, 'nothing');
    expect((await reload(flow)).tags).to.deep.equal([]);
  });

  it('keeps a null where the column has room for it, default or not', async () => {
    const row = { flow: (await storeFlow()).id, name: uniqueName('deployment'), pullSteps: null };
    await insertOnConflict(db.em(), Deployment, row, db.configuration.deploymentUniqueUpsertColumns, 'nothing');
    expect(await db.em().findOneOrFail(Deployment, { name: row.name })).to.have.property('pullSteps', null);
  });

  it('tells a null of JSON from a value left out', async () => {
    const [withNull, without] = [new Artifact({ data: null }), new Artifact({})];
    for (const artifact of [withNull, without]) {
      await insertOnConflict(db.em(), Artifact, artifact, ['id'], 'nothing');
    }
    expect(isSqlNull(await db.em().findOneOrFail(Artifact, withNull.id), 'data')).to.equal(false);
    expect(isSqlNull(await db.em().findOneOrFail(Artifact, without.id), 'data')).to.equal(true);
  });

  it('takes part in the transaction around it', async () => {
    const name = uniqueName('flow');
    const em = db.em();
    await em.begin();
    await insertOnConflict(em, Flow, { name }, byName, 'nothing');
    await em.rollback();
    expect(await db.em().count(Flow, { name })).to.equal(0);
  });

  it('leaves nothing in the unit of work', async () => {
    const flow = await storeFlow();
    const em = db.em();
    await insertOnConflict(em, FlowRun, { flow: flow.id }, ['id'], 'nothing');
    expect(em.getUnitOfWork().getIdentityMap().values()).to.deep.equal([]);
    expect(await db.statements(() => em.flush())).to.deep.equal([]);
  });

  it('refuses a value as a flush does, on the way in and in what is set', async () => {
    const stored = await storeFlow();
    const refused = { updated: 'yesterday' as never };
    const inserting = failureOf(insertOnConflict(db.em(), Flow, { name: stored.name, ...refused }, byName, 'nothing'));
    const setting = failureOf(insertOnConflict(db.em(), Flow, { name: stored.name }, byName, { set: refused }));
    expect(await inserting).to.be.instanceOf(InvalidValueError);
    expect(await setting).to.be.instanceOf(InvalidValueError);
  });

  it('fails where another key than the given one is taken', async () => {
    const stored = await storeFlow();
    const row = { id: newId(), name: stored.name };
    expect(await failureOf(insertOnConflict(db.em(), Flow, row, ['id'], 'nothing'))).to.be.instanceOf(
      UniqueConstraintViolationException,
    );
  });

  async function storeFlow(): Promise<Flow> {
    const flow = makeFlow({ tags: ['first'], created: longAgo, updated: longAgo });
    await db.em().persist(flow).flush();
    return flow;
  }

  async function reload({ id }: Flow): Promise<Flow> {
    return db.em().findOneOrFail(Flow, id);
  }
});
