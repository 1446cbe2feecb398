import { ForeignKeyConstraintViolationException } from '@mikro-orm/core';
import { expect } from 'chai';
import { newId, WorkPool, Worker } from '../../../src/domain/index.ts';
import {
  createWorkPool,
  deleteWorker,
  recordWorkerHeartbeat,
  updateWorkPool,
  workerHeartbeat,
} from '../../../src/services/work/index.ts';
import { expectRefusal } from '../../queries/support/bad-input.ts';
import { describeEachDialect } from '../../support/dialects.ts';
import { makeWorker, uniqueName } from '../../support/factories.ts';

describeEachDialect('A worker', (db) => {
  let workPoolId = '';

  before(async () => {
    workPoolId = (await createWorkPool(db.em(), { name: uniqueName('pool'), type: 'process' })).id;
  });

  const poolStatus = async () => (await db.em().findOneOrFail(WorkPool, workPoolId)).status;

  it('is known from its first heartbeat, and keeps the interval that it does not repeat', async () => {
    const name = uniqueName('worker');
    const first = await workerHeartbeat(db.em(), { workPoolId, name, heartbeatIntervalSeconds: 30 });
    expect(first).to.deep.include({ workPoolId, status: 'ONLINE', heartbeatIntervalSeconds: 30 });
    const second = await workerHeartbeat(db.em(), { workPoolId, name, heartbeatIntervalSeconds: null });
    expect(second).to.deep.include({ id: first.id, heartbeatIntervalSeconds: 30 });
    expect(Temporal.Instant.compare(second.lastHeartbeatTime, first.lastHeartbeatTime)).to.equal(1);
    expect(await poolStatus()).to.equal('NOT_READY');
  });

  it('that was OFFLINE comes back', async () => {
    const em = db.em();
    const worker = makeWorker({ workPool: em.getReference(WorkPool, workPoolId), status: 'OFFLINE' });
    await em.persist(worker).flush();
    const { id, name } = worker;
    expect(await workerHeartbeat(db.em(), { workPoolId, name })).to.deep.include({ id, status: 'ONLINE' });
  });

  it('makes its pool READY, unless that is paused', async () => {
    const name = uniqueName('worker');
    expect(await recordWorkerHeartbeat(db.em(), { workPoolId, name })).to.have.property('name', name);
    expect(await poolStatus()).to.equal('READY');
    const { lastStatusEventId: event } = await db.em().findOneOrFail(WorkPool, workPoolId);
    await recordWorkerHeartbeat(db.em(), { workPoolId, name });
    expect((await db.em().findOneOrFail(WorkPool, workPoolId)).lastStatusEventId).to.equal(event);
    await updateWorkPool(db.em(), { id: workPoolId }, { isPaused: true });
    await recordWorkerHeartbeat(db.em(), { workPoolId, name });
    expect(await poolStatus()).to.equal('PAUSED');
  });

  it('is one when many of its heartbeats come at once', async () => {
    const name = uniqueName('worker');
    await Promise.all(Array.from({ length: 8 }, () => recordWorkerHeartbeat(db.em(), { workPoolId, name })));
    expect(await db.em().count(Worker, { name })).to.equal(1);
  });

  it('is deleted by its name', async () => {
    const name = uniqueName('worker');
    await workerHeartbeat(db.em(), { workPoolId, name });
    expect(await deleteWorker(db.em(), newId(), name)).to.equal(false);
    expect(await deleteWorker(db.em(), workPoolId, name)).to.equal(true);
    expect(await db.em().count(Worker, { name })).to.equal(0);
  });

  it('is refused without its pool, and by the path of what makes no sense', async () => {
    const lost = recordWorkerHeartbeat(db.em(), { workPoolId: newId(), name: 'a' });
    expect(await lost.catch((error: unknown) => error)).to.be.instanceOf(ForeignKeyConstraintViolationException);
    await expectRefusal(db, 'heartbeat.name', (em) => workerHeartbeat(em, { workPoolId } as never));
    await expectRefusal(db, 'heartbeat.heartbeatIntervalSeconds', (em) =>
      workerHeartbeat(em, { workPoolId, name: 'a', heartbeatIntervalSeconds: 0.5 }),
    );
    await expectRefusal(db, 'workPoolId', (em) => deleteWorker(em, 'x', 'a'));
  });
});
