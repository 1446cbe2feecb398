import { ForeignKeyConstraintViolationException, UniqueConstraintViolationException } from '@mikro-orm/core';
import { expect } from 'chai';
import { Deployment, FlowRun, WorkPool, WorkQueue, Worker } from '../../../src/domain/index.ts';
import { createWorkPool, deleteWorkPool, updateWorkPool } from '../../../src/services/work/index.ts';
import { expectRefusal } from '../../queries/support/bad-input.ts';
import { describeEachDialect } from '../../support/dialects.ts';
import { makeAgent, makeDeployment, makeFlowRun, makeWorker, uniqueName } from '../../support/factories.ts';

describeEachDialect('A work pool', (db) => {
  const newPool = (values = {}) => createWorkPool(db.em(), { name: uniqueName('pool'), type: 'process', ...values });

  it('is made with its default queue', async () => {
    const made = await newPool({ concurrencyLimit: 5, description: 'Here' });
    const pool = await db.em().findOneOrFail(WorkPool, made.id);
    expect(pool).to.deep.include({ status: 'NOT_READY', concurrencyLimit: 5, description: 'Here', isPaused: false });
    const queues = await db.em().find(WorkQueue, { workPool: pool.id });
    const queue = { id: pool.defaultQueueId, name: 'default', description: "The work pool's default queue." };
    expect(queues).to.have.length(1);
    expect(queues[0]).to.deep.include({ ...queue, priority: 1, status: 'NOT_READY' });
  });

  it('that is paused from the start says so, but for those of old agents', async () => {
    expect(await newPool({ isPaused: true })).to.have.property('status', 'PAUSED');
    const old = await createWorkPool(db.em(), { name: uniqueName('pool'), isPaused: true });
    expect(old).to.deep.include({ type: 'prefect-agent', status: 'NOT_READY' });
    expect(await updateWorkPool(db.em(), { id: old.id }, { isPaused: false })).to.deep.include({
      status: 'NOT_READY',
      lastTransitionedStatusAt: null,
    });
  });

  it('is READY when it goes on while a worker of it lives', async () => {
    const { id, name } = await newPool();
    const paused = await updateWorkPool(db.em(), { name }, { isPaused: true });
    expect(paused).to.deep.include({ isPaused: true, status: 'PAUSED' });
    expect(paused?.lastTransitionedStatusAt).to.be.instanceOf(Temporal.Instant);
    const goesOn = await updateWorkPool(db.em(), { id }, { isPaused: false });
    expect(goesOn).to.deep.include({ isPaused: false, status: 'NOT_READY' });
    expect(goesOn?.lastStatusEventId).to.not.equal(paused?.lastStatusEventId);
    const em = db.em();
    await em.persist(makeWorker({ workPool: em.getReference(WorkPool, id), status: 'ONLINE' })).flush();
    expect(await updateWorkPool(db.em(), { id }, { isPaused: false })).to.have.property('status', 'READY');
  });

  it('keeps its status where something else changes, and takes one that is given', async () => {
    const { id } = await newPool();
    const template = {
      job_configuration: { command: '{{ command }}', env: { '{{ key }}': ['{{command}}'] } },
      variables: { properties: { command: {}, key: {} } },
    };
    const changed = await updateWorkPool(db.em(), { id }, { baseJobTemplate: template, concurrencyLimit: null });
    expect(changed).to.deep.include({ baseJobTemplate: template, lastStatusEventId: null, status: 'NOT_READY' });
    await updateWorkPool(db.em(), { id }, { status: 'READY' });
    const stored = await db.em().findOneOrFail(WorkPool, id);
    expect(stored).to.deep.include({ status: 'READY', baseJobTemplate: template });
    expect(stored.lastStatusEventId).to.not.equal(null);
    expect(await updateWorkPool(db.em(), { name: 'none' }, { isPaused: true })).to.equal(null);
  });

  it('takes its queues and workers along when it is deleted, and leaves runs and deployments', async () => {
    const pool = await newPool();
    const em = db.em();
    const workQueue = em.getReference(WorkQueue, pool.defaultQueueId!);
    const [run, deployment] = [makeFlowRun({ workQueue }), makeDeployment({ workQueue })];
    const worker = makeWorker({ workPool: em.getReference(WorkPool, pool.id) });
    await em.persist([run, deployment, worker]).flush();
    expect(await deleteWorkPool(db.em(), { id: pool.id })).to.equal(true);
    expect(await db.em().count(WorkQueue, { id: workQueue.id })).to.equal(0);
    expect(await db.em().count(Worker, { id: worker.id })).to.equal(0);
    expect((await db.em().findOneOrFail(FlowRun, run.id)).workQueueId).to.equal(null);
    expect((await db.em().findOneOrFail(Deployment, deployment.id)).workQueueId).to.equal(null);
    expect(await deleteWorkPool(db.em(), { id: pool.id })).to.equal(false);
  });

  it('stays while an old agent uses a queue of it', async () => {
    const { id, defaultQueueId } = await newPool();
    const em = db.em();
    await em.persist(makeAgent({ workQueue: em.getReference(WorkQueue, defaultQueueId!) })).flush();
    const error = await deleteWorkPool(db.em(), { id }).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(ForeignKeyConstraintViolationException);
    expect(await db.em().count(WorkPool, { id })).to.equal(1);
  });

  it('is refused a name that another one has, with its queue', async () => {
    const { name } = await newPool();
    const before = await db.em().count(WorkQueue);
    expect(await newPool({ name }).catch((error: unknown) => error)).to.be.instanceOf(
      UniqueConstraintViolationException,
    );
    expect(await db.em().count(WorkQueue)).to.equal(before);
  });

  it('is refused by the path of what makes no sense', async () => {
    const refused = (path: string, values: object) =>
      expectRefusal(db, `pool.${path}`, (em) => createWorkPool(em, { name: 'a', ...values }));
    await refused('name', { name: ' "\' ' });
    await refused('name', { name: 'a%b' });
    await refused('concurrencyLimit', { concurrencyLimit: -1 });
    await refused('baseJobTemplate', { baseJobTemplate: { job_configuration: { a: 1 } } });
    await refused('baseJobTemplate.job_configuration', {
      baseJobTemplate: { job_configuration: { a: ['{{ b }}'] }, variables: { properties: { c: {} } } },
    });
    await refused('storageConfiguration.default_result_storage_block_id', {
      storageConfiguration: { default_result_storage_block_id: 'x' },
    });
    await expectRefusal(db, 'changes.status', (em) => updateWorkPool(em, { name: 'a' }, { status: 'IDLE' as never }));
    await expectRefusal(db, 'changes.name', (em) => updateWorkPool(em, { name: 'a' }, { name: 'b' } as never));
  });
});
