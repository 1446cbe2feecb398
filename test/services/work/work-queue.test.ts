import { ForeignKeyConstraintViolationException, UniqueConstraintViolationException } from '@mikro-orm/core';
import { expect } from 'chai';
import { newId, now, WorkPool, WorkQueue } from '../../../src/domain/index.ts';
import {
  createWorkPool,
  createWorkQueue,
  DefaultQueueError,
  deleteWorkQueue,
  markWorkQueuesNotReady,
  recordWorkQueuePolls,
  updateWorkQueue,
  updateWorkQueuePriorities,
} from '../../../src/services/work/index.ts';
import { expectRefusal } from '../../queries/support/bad-input.ts';
import { describeEachDialect } from '../../support/dialects.ts';
import { makeAgent, uniqueName } from '../../support/factories.ts';

describeEachDialect('A work queue', (db) => {
  let workPoolId = '';

  beforeEach(async () => {
    workPoolId = (await createWorkPool(db.em(), { name: uniqueName('pool'), type: 'process' })).id;
  });

  const newQueue = (name: string, values = {}) => createWorkQueue(db.em(), { workPoolId, name, ...values });

  /** The queues of the pool in order, with their places. */
  const order = async () => {
    const queues = await db.em().find(WorkQueue, { workPool: workPoolId }, { orderBy: { priority: 'asc' } });
    return queues.map(({ name, priority }) => `${name} ${priority}`);
  };

  it('gets the first place that is free, or the one that it is given', async () => {
    await newQueue('b');
    await newQueue('d', { priority: 9 });
    await newQueue('c');
    expect(await order()).to.deep.equal(['default 1', 'b 2', 'c 3', 'd 9']);
    const first = await newQueue('a', { priority: 1, description: 'First', concurrencyLimit: 0 });
    expect(first).to.deep.include({ priority: 1, description: 'First', concurrencyLimit: 0, workPoolId });
    expect(await order()).to.deep.equal(['a 1', 'default 2', 'b 3', 'c 4', 'd 9']);
  });

  it('has a place of its own when many are made at once', async () => {
    await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => newQueue(name)));
    await Promise.all(['g', 'h', 'i'].map((name) => newQueue(name, { priority: 1 })));
    const priorities = (await order()).map((place) => Number(place.split(' ')[1]));
    expect(priorities).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('changes its place, alone or with others', async () => {
    const { id } = await newQueue('b');
    const { id: last } = await newQueue('c');
    const changed = await updateWorkQueue(db.em(), id, { priority: 1, name: 'x' });
    expect(changed).to.deep.include({ priority: 1, name: 'x' });
    expect(await order()).to.deep.equal(['x 1', 'default 2', 'c 3']);
    await updateWorkQueuePriorities(db.em(), workPoolId, { [id]: 3, [last]: 1 });
    expect(await order()).to.deep.equal(['c 1', 'default 2', 'x 3']);
  });

  it('only changes where its place does', async () => {
    const { id, updated } = await newQueue('b');
    const { id: last } = await newQueue('c');
    await updateWorkQueuePriorities(db.em(), workPoolId, { [last]: 7 });
    expect((await db.em().findOneOrFail(WorkQueue, id)).updated.equals(updated)).to.equal(true);
  });

  it('is deleted, but for the default one of its pool', async () => {
    const { id } = await newQueue('b');
    await newQueue('c');
    expect(await deleteWorkQueue(db.em(), id)).to.equal(true);
    expect(await deleteWorkQueue(db.em(), id)).to.equal(false);
    expect(await order()).to.deep.equal(['default 1', 'c 3']);
    const pool = await db.em().findOneOrFail(WorkPool, workPoolId);
    const error = await deleteWorkQueue(db.em(), pool.defaultQueueId!).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(DefaultQueueError);
    expect(error).to.deep.include({ code: 'DEFAULT_QUEUE', id: pool.defaultQueueId, pool: pool.name });
    expect(await order()).to.have.length(2);
  });

  it('stays while an old agent uses it', async () => {
    const { id } = await newQueue('b');
    const em = db.em();
    await em.persist(makeAgent({ workQueue: em.getReference(WorkQueue, id) })).flush();
    const error = await deleteWorkQueue(db.em(), id).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(ForeignKeyConstraintViolationException);
    expect(await order()).to.have.length(2);
  });

  it('is READY when it goes on and was polled in the last minute', async () => {
    const { id } = await newQueue('b');
    const statusAfter = async (changes: Parameters<typeof updateWorkQueue>[2]) =>
      (await updateWorkQueue(db.em(), id, changes))?.status;
    expect(await statusAfter({ isPaused: true })).to.equal('PAUSED');
    expect(await statusAfter({ description: 'kept' })).to.equal('PAUSED');
    expect(await statusAfter({ isPaused: false, lastPolled: now().subtract({ seconds: 61 }) })).to.equal('NOT_READY');
    expect(await statusAfter({ lastPolled: now().subtract({ seconds: 30 }) })).to.equal('NOT_READY');
    expect(await statusAfter({ isPaused: false })).to.equal('NOT_READY');
    await statusAfter({ isPaused: true });
    expect(await statusAfter({ isPaused: false })).to.equal('READY');
    await statusAfter({ isPaused: true });
    expect(await statusAfter({ isPaused: false, lastPolled: null })).to.equal('NOT_READY');
  });

  it('is noted to be polled, to be ready and not to be ready any more', async () => {
    const [polled, ready] = [await newQueue('b'), await newQueue('c')];
    const before = now();
    await recordWorkQueuePolls(db.em(), { polled: [polled.id, newId()], ready: [ready.id] });
    const [first, second] = await db.em().find(WorkQueue, [polled.id, ready.id], { orderBy: { name: 'asc' } });
    expect([first?.status, second?.status]).to.deep.equal(['NOT_READY', 'READY']);
    for (const queue of [first, second]) {
      expect(Temporal.Instant.compare(queue!.lastPolled!, before)).to.be.at.least(0);
    }
    await markWorkQueuesNotReady(db.em(), [polled.id, ready.id]);
    expect(await db.em().findOneOrFail(WorkQueue, ready.id)).to.have.property('status', 'NOT_READY');
  });

  it('without a pool is made in that of old agents, which is made with the first', async () => {
    await db.em().nativeDelete(WorkPool, { name: 'default-agent-pool' });
    const first = await createWorkQueue(db.em(), { name: 'default' });
    const pool = await db.em().findOneOrFail(WorkPool, { name: 'default-agent-pool' });
    expect(first).to.have.property('id', pool.defaultQueueId);
    const second = await createWorkQueue(db.em(), { name: 'old', filter: { tags: ['a'] } });
    expect(second).to.deep.include({ workPoolId: pool.id, priority: 2, filter: { tags: ['a'], deployment_ids: null } });
    const again = await createWorkQueue(db.em(), { name: 'default' }).catch((error: unknown) => error);
    expect(again).to.be.instanceOf(UniqueConstraintViolationException);
  });

  it('is refused without its pool, and by the path of what makes no sense', async () => {
    const lost = createWorkQueue(db.em(), { workPoolId: newId(), name: 'a' });
    expect(await lost.catch((error: unknown) => error)).to.be.instanceOf(ForeignKeyConstraintViolationException);
    await expectRefusal(db, 'queue.name', (em) => createWorkQueue(em, { workPoolId, name: '' }));
    await expectRefusal(db, 'queue.priority', (em) => createWorkQueue(em, { workPoolId, name: 'a', priority: 0 }));
    await expectRefusal(db, 'queue.filter.tags', (em) =>
      createWorkQueue(em, { name: 'a', filter: { tags: 1 as never } }),
    );
    await expectRefusal(db, 'changes.concurrencyLimit', (em) =>
      updateWorkQueue(em, newId(), { concurrencyLimit: 0.5 }),
    );
    const [a, b] = [newId(), newId()];
    await expectRefusal(db, 'priorities', (em) => updateWorkQueuePriorities(em, workPoolId, { [a]: 3, [b]: 3 }));
    await expectRefusal(db, `priorities.${a}`, (em) => updateWorkQueuePriorities(em, workPoolId, { [a]: -1 }));
    await expectRefusal(db, 'ready[0]', (em) => recordWorkQueuePolls(em, { ready: ['x'] }));
    expect(await updateWorkQueue(db.em(), newId(), { isPaused: true })).to.equal(null);
  });
});
