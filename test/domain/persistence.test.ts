import { NotNullConstraintViolationException, ref } from '@mikro-orm/core';
import { expect } from 'chai';
import {
  BlockDocument,
  BlockSchema,
  Deployment,
  Flow,
  FlowRun,
  FlowRunState,
  type Init,
  NotLoadedError,
  setClock,
  TaskRun,
  TaskRunState,
  WorkPool,
  WorkQueue,
} from '../../src/domain/index.ts';
import { describeEachDialect, type TestDatabase } from '../support/dialects.ts';
import {
  factories,
  makeBlockDocument,
  makeBlockSchema,
  makeBlockType,
  makeDeployment,
  makeDeploymentSchedule,
  makeFlow,
  makeFlowRun,
  makeFlowRunState,
  makeTaskRun,
  makeWorkPool,
  uniqueInstant,
  uniqueName,
} from '../support/factories.ts';

const past = Temporal.Instant.from('2020-02-29T01:02:03.000004Z');

describeEachDialect('An entity in the database', (db) => {
  it('is not written again when it was only loaded, whatever its class', async () => {
    await stored(db, ...Object.values(factories).map((make) => make()));
    const em = db.em();
    for (const make of Object.values(factories)) {
      expect(await em.find(make().constructor as typeof Flow, {})).to.not.have.length(0);
    }
    expect(await db.statements(() => em.flush())).to.deep.equal([]);
  });

  it('is not written again where a document of it is a JSON null, which Prefect reads as null too', async () => {
    const run = makeFlowRun();
    await stored(db, run);
    await db.orm.em
      .getConnection()
      .execute(`update flow_run set labels = 'null', created_by = 'null' where id = ?`, [run.id]);
    const em = db.em();
    expect(await em.findOneOrFail(FlowRun, run.id)).to.include({ labels: null, createdBy: null });
    expect(await db.statements(() => em.flush())).to.deep.equal([]);
  });

  it('is what the database has after a refresh, and clean', async () => {
    const run = makeFlowRun({ name: 'before', parameters: { big: 2n ** 60n } });
    await stored(db, run);
    const em = db.em();
    const loaded = await em.findOneOrFail(FlowRun, run.id);
    loaded.name = 'changed';
    await em.refresh(loaded);
    expect([loaded.name, String(loaded.created), loaded.parameters]).to.deep.equal([
      'before',
      String(run.created),
      { big: 2n ** 60n },
    ]);
    expect(await db.statements(() => em.flush())).to.deep.equal([]);
  });

  it('is as it was when it is loaded again', async () => {
    const run = makeFlowRun({
      parameters: { a: [1, { b: null }] },
      stateTimestamp: uniqueInstant(),
      totalRunTime: Temporal.Duration.from({ milliseconds: 1500 }),
    });
    await stored(db, run);
    const again = await db.em().findOneOrFail(FlowRun, run.id);
    expect(again).to.not.equal(run);
    expect(again).to.deep.include({
      name: run.name,
      parameters: { a: [1, { b: null }] },
      runCount: 0,
      tags: [],
      labels: null,
    });
    expect(String(again.created)).to.equal(String(run.created));
    expect(String(again.stateTimestamp)).to.equal(String(run.stateTimestamp));
    expect(again.totalRunTime.total('milliseconds')).to.equal(1500);
  });

  it('is written where a document was changed in place', async () => {
    const run = makeFlowRun();
    await stored(db, run);
    const em = db.em();
    const loaded = await em.findOneOrFail(FlowRun, run.id);
    loaded.parameters['added'] = true;
    await em.flush();
    expect((await db.em().findOneOrFail(FlowRun, run.id)).parameters).to.deep.equal({ added: true });
  });
});

describeEachDialect('A default', (db) => {
  it('takes the place of null on insert', async () => {
    const em = db.em();
    const run = em.create(FlowRun, {
      flow: em.create(Flow, { name: uniqueName('flow'), tags: null }),
      name: null,
      empiricalPolicy: null,
      jobVariables: null,
    });
    await em.flush();
    const found = await db.em().findOneOrFail(FlowRun, run.id, { populate: ['flow'] });
    expect(found.name).to.match(/^\w+-\w+/);
    expect(found.flow.$.tags).to.deep.equal([]);
    expect(found.empiricalPolicy).to.include({ max_retries: 0, retries: null });
    expect(found.jobVariables).to.deep.equal({});
  });

  it('stays null on update, where the column may be', async () => {
    const run = makeFlowRun();
    await stored(db, run);
    const em = db.em();
    (await em.findOneOrFail(FlowRun, run.id)).jobVariables = null;
    await em.flush();
    expect((await db.em().findOneOrFail(FlowRun, run.id)).jobVariables).to.equal(null);
  });

  for (const [when, value] of [
    ['nothing', undefined],
    ['null', null],
  ] as const) {
    it(`of the database alone is left to it and read back, where ${when} is given`, async () => {
      const blockType = makeBlockType();
      const schema = new BlockSchema({ blockType, checksum: uniqueName('checksum'), version: value });
      const block = new BlockDocument({
        blockType,
        blockSchema: schema,
        name: uniqueName('block'),
        isAnonymous: value,
      });
      await stored(db, block);
      expect([schema.version, block.isAnonymous]).to.deep.equal(['non-versioned', false]);
      const em = db.em();
      expect(await em.findOneOrFail(BlockDocument, block.id)).to.include({ isAnonymous: false });
    });
  }

  it('of the database alone does not stand in for the priority of a queue, which the reference sends as null', async () => {
    const queue = new WorkQueue({ workPool: makeWorkPool(), name: uniqueName('queue') } as Init<WorkQueue>);
    const error: unknown = await stored(db, queue).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(NotNullConstraintViolationException);
  });

  it('of the database alone is left to it in a flush where others were given a value', async () => {
    const blockType = makeBlockType();
    const blockSchema = makeBlockSchema({ blockType });
    const blocks = [true, undefined, null, true].map((isAnonymous) =>
      makeBlockDocument({ blockType, blockSchema, isAnonymous }),
    );
    await stored(db, ...blocks);
    expect(blocks.map((block) => block.isAnonymous)).to.deep.equal([true, false, false, true]);
  });
});

describeEachDialect('The time of the last write', (db) => {
  it('moves to now with a flush that writes the row', async () => {
    const flow = makeFlow({ created: past, updated: past });
    await stored(db, flow);
    const em = db.em();
    const loaded = await em.findOneOrFail(Flow, flow.id);
    loaded.tags.push('a');
    await at('2026-03-01T00:00:00.000001Z', () => em.flush());
    expect(loaded.updated.toString()).to.equal('2026-03-01T00:00:00.000001Z');
    loaded.tags.push('b');
    await at('2026-03-01T00:00:00.000002Z', () => em.flush());
    expect(await timesOf(db, flow)).to.deep.equal([past.toString(), '2026-03-01T00:00:00.000002Z']);
  });

  it('stays where nothing is written', async () => {
    const flow = makeFlow({ updated: past });
    await stored(db, flow);
    const em = db.em();
    const loaded = await em.findOneOrFail(Flow, flow.id);
    loaded.tags = [...loaded.tags];
    await em.flush();
    expect((await timesOf(db, flow))[1]).to.equal(past.toString());
  });

  it('is what the caller says', async () => {
    const flow = makeFlow();
    await stored(db, flow);
    const em = db.em();
    const loaded = await em.findOneOrFail(Flow, flow.id);
    loaded.tags.push('a');
    loaded.updated = past;
    await em.flush();
    expect((await timesOf(db, flow))[1]).to.equal(past.toString());
    loaded.updated = past.add({ hours: 1 });
    await em.flush();
    expect((await timesOf(db, flow))[1]).to.equal(past.add({ hours: 1 }).toString());
    loaded.tags.push('b');
    await at('2026-03-01T00:00:00.000001Z', () => em.flush());
    expect((await timesOf(db, flow))[1]).to.equal('2026-03-01T00:00:00.000001Z');
  });

  it('moves where only a part of the row was loaded', async () => {
    const flow = makeFlow({ updated: past });
    await stored(db, flow);
    const em = db.em();
    const part = await em.findOneOrFail(Flow, flow.id, { fields: ['name'] });
    part.name = uniqueName('flow');
    await at('2026-03-01T00:00:00.000001Z', () => em.flush());
    expect((await timesOf(db, flow))[1]).to.equal('2026-03-01T00:00:00.000001Z');
  });

  it('moves where the row was not loaded at all', async () => {
    const flow = makeFlow({ updated: past });
    await stored(db, flow);
    const em = db.em();
    em.getReference(Flow, flow.id).name = uniqueName('flow');
    await at('2026-03-01T00:00:00.000001Z', () => em.flush());
    expect((await timesOf(db, flow))[1]).to.equal('2026-03-01T00:00:00.000001Z');
  });

  it('is that of the flush that succeeds, not of one that failed before', async () => {
    const [flow, other] = [makeFlow(), makeFlow()];
    await stored(db, flow, other);
    const em = db.em();
    const loaded = await em.findOneOrFail(Flow, flow.id);
    loaded.name = other.name;
    const failure = await at('2026-03-01T00:00:00.000001Z', () => em.flush()).catch((error: unknown) => error);
    expect(failure).to.have.property('name', 'UniqueConstraintViolationException');
    loaded.name = uniqueName('flow');
    await at('2026-03-01T00:00:00.000002Z', () => em.flush());
    expect((await timesOf(db, flow))[1]).to.equal('2026-03-01T00:00:00.000002Z');
  });

  it('of a new row is what it was given, also where the row is completed after another', async () => {
    const run = makeFlowRun({ updated: past });
    run.state = ref(makeFlowRunState({ flowRun: run }));
    await stored(db, run);
    expect((await timesOf(db, run))[1]).to.equal(past.toString());
  });
});

describeEachDialect('Entities that point at each other', (db) => {
  it('go in with one flush: a flow run and its state', async () => {
    const flow = makeFlow();
    await stored(db, flow);
    const em = db.em();
    const run = new FlowRun({ flow: await em.findOneOrFail(Flow, flow.id) });
    const state = makeFlowRunState({ flowRun: run });
    run.state = ref(state);
    em.persist(run);
    expect(verbs(await db.statements(() => em.flush()))).to.deep.equal([
      'begin',
      'insert',
      'insert',
      'update',
      'commit',
    ]);
    expect(await db.statements(() => em.flush())).to.deep.equal([]);
    expect((await db.em().findOneOrFail(FlowRun, run.id)).state?.id).to.equal(state.id);
  });

  it('go in with one flush: a task run and its state', async () => {
    const run = makeTaskRun();
    run.state = ref(new TaskRunState({ taskRun: run, type: 'PENDING', name: 'Pending' }));
    await stored(db, run);
    expect((await db.em().findOneOrFail(TaskRun, run.id)).state?.name).to.equal('Pending');
  });

  it('go in with one flush: a pool and its default queue', async () => {
    const pool = makeWorkPool();
    pool.defaultQueue = ref(new WorkQueue({ workPool: pool, name: 'default', priority: 1 }));
    await stored(db, pool);
    expect((await db.em().findOneOrFail(WorkPool, pool.id)).defaultQueueId).to.equal(pool.defaultQueueId);
  });
});

describeEachDialect('An id in a condition', (db) => {
  it('may come with an operator, also where one row is asked for', async () => {
    const run = makeFlowRun();
    await stored(db, run);
    expect((await db.em().findOneOrFail(FlowRun, { id: { $in: [run.id] } })).id).to.equal(run.id);
    expect(await db.em().findOne(FlowRun, { id: { $ne: run.id }, name: run.name })).to.equal(null);
  });

  it('may be spelled as Python would take it', async () => {
    const run = makeFlowRun();
    await stored(db, run);
    expect((await db.em().findOneOrFail(FlowRun, run.id.replaceAll('-', '').toUpperCase())).id).to.equal(run.id);
  });
});

describeEachDialect('A relation in the database', (db) => {
  it('comes with the entity where the reference loads it at once', async () => {
    const run = makeFlowRun();
    run.state = ref(makeFlowRunState({ flowRun: run, name: 'Late' }));
    run.workQueue = ref(new WorkQueue({ workPool: makeWorkPool(), name: uniqueName('queue'), priority: 1 }));
    await stored(db, run);
    const found = await db.em().findOneOrFail(FlowRun, run.id);
    expect(found.state!.name).to.equal('Late');
    expect(found.workQueue!.$.workPool.$.isPaused).to.equal(false);
    expect(found.flow.isInitialized()).to.equal(false);
    expect(found.states.isInitialized()).to.equal(false);
  });

  it('tells its id, and refuses to be read, before it is loaded', async () => {
    const run = makeFlowRun();
    await stored(db, run);
    const found: FlowRun = await db.em().findOneOrFail(FlowRun, run.id);
    expect(found.flowId).to.equal(run.flowId);
    expect(() => found.flow.getEntity()).to.throw('not initialized');
  });

  it('is never taken for null where the find left it out', async () => {
    const run = makeFlowRun();
    await stored(db, run);
    const part = (await db.em().findOneOrFail(FlowRun, run.id, { fields: ['name'] })) as FlowRun;
    expect(() => part.parentTaskRunId).to.throw(NotLoadedError);
    expect(() => part.stateId).to.throw(NotLoadedError);
  });

  it('gives the states of a run newest first', async () => {
    const run = makeFlowRun();
    const states = [1, 3, 2].map((second) =>
      makeFlowRunState({ flowRun: run, timestamp: past.add({ seconds: second }) }),
    );
    await stored(db, ...states);
    const found = await db.em().findOneOrFail(FlowRun, run.id, { populate: ['states'] });
    expect(found.states.map((state) => state.id)).to.deep.equal([states[1]!.id, states[2]!.id, states[0]!.id]);
  });

  it('gives the schedules of a deployment with it, the last written first', async () => {
    const deployment = makeDeployment();
    const schedules = [1, 3, 2].map((day) =>
      makeDeploymentSchedule({ deployment, updated: past.add({ hours: 24 * day }) }),
    );
    await stored(db, ...schedules);
    const found = await db.em().findOneOrFail(Deployment, deployment.id);
    expect(found.schedules.map((schedule) => schedule.id)).to.deep.equal([
      schedules[1]!.id,
      schedules[2]!.id,
      schedules[0]!.id,
    ]);
  });

  it('knows both sides of what is added to one', async () => {
    const flow = makeFlow();
    await stored(db, flow);
    const em = db.em();
    const loaded = await em.findOneOrFail(Flow, flow.id, { populate: ['flowRuns'] });
    const [byItem, byCollection] = [new FlowRun({ flow: loaded }), makeFlowRun()];
    em.persist(byItem);
    loaded.flowRuns.add(byCollection);
    expect(loaded.flowRuns.getItems()).to.have.members([byItem, byCollection]);
    await em.flush();
    expect(await db.em().count(FlowRun, { flow: flow.id })).to.equal(2);
  });

  it('can be given by its id, or as data, to em.create', async () => {
    const flow = makeFlow();
    await stored(db, flow);
    const em = db.em();
    const run = em.create(FlowRun, { flow: flow.id });
    const state = em.create(FlowRunState, {
      flowRun: run,
      type: 'RUNNING',
      name: 'Running',
      resultArtifact: { type: 'result' },
    });
    await em.flush();
    const found = await db.em().findOneOrFail(FlowRunState, state.id, { populate: ['flowRun.flow'] });
    expect(found.flowRun.$.flow.$.name).to.equal(flow.name);
    expect(found.resultArtifact?.$.type).to.equal('result');
  });
});

async function stored(db: TestDatabase, ...entities: object[]): Promise<void> {
  const em = db.em();
  em.persist(entities);
  await em.flush();
}

async function at<T>(moment: string, work: () => Promise<T>): Promise<T> {
  const restore = setClock(() => Temporal.Instant.from(moment).epochNanoseconds);
  try {
    return await work();
  } finally {
    restore();
  }
}

/** When the row was made and last written, as the database has it. */
async function timesOf(db: TestDatabase, entity: Flow | FlowRun): Promise<[string, string]> {
  const row = await db.em().findOneOrFail(entity.constructor as typeof Flow, entity.id);
  return [row.created.toString(), row.updated.toString()];
}

function verbs(statements: string[]): string[] {
  return statements.map((statement) => statement.split(' ', 1)[0]!.toLowerCase());
}
