import type { EntityManager } from '@mikro-orm/core';
import { expect } from 'chai';
import { FlowRun, newId, NotLoadedError, WorkPool, WorkQueue } from '../../src/domain/index.ts';
import { scheduledFlowRunsFromWorkPools } from '../../src/queries/scheduled-flow-runs-from-work-pools.ts';
import { scheduledFlowRunsFromWorkQueues } from '../../src/queries/scheduled-flow-runs-from-work-queues.ts';
import { describeEachDialect, type TestDatabase } from '../support/dialects.ts';
import { makeFlow, makeFlowRun, makeFlowRunState, makeWorkQueue } from '../support/factories.ts';
import { expectRefusal } from './support/bad-input.ts';

const noon = Temporal.Instant.from('2026-02-28T12:00:00Z');

/** The two ways to poll, each asked for a number of runs of one queue. */
const polls: Record<string, (em: EntityManager, limit: number) => Promise<{ flowRun: FlowRun }[]>> = {
  'of work queues': (em, limit) => scheduledFlowRunsFromWorkQueues(em, { limitPerQueue: limit }),
  'of work pools': (em, limit) => scheduledFlowRunsFromWorkPools(em, { queueLimit: limit }),
};

describeEachDialect('The scheduled flow runs', (db) => {
  let queue: WorkQueue;

  beforeEach('empties the tables and makes a queue', async () => {
    await db.em().nativeDelete(FlowRun, {});
    await db.em().nativeDelete(WorkPool, {});
    queue = makeWorkQueue();
    await db.em().persist(queue).flush();
  });

  for (const [title, poll] of Object.entries(polls)) {
    it(`${title} are none under a limit of zero`, async () => {
      await makeRuns(db, queue, 2);
      expect(await poll(db.em(), 0)).to.deep.equal([]);
    });

    it(`${title} are the earliest under a limit`, async () => {
      const names = await makeRuns(db, queue, 3);
      expect(namesOf(await poll(db.em(), 2))).to.deep.equal(names.slice(0, 2));
    });

    it(`${title} go to one poller each, however many poll at once`, async () => {
      await makeRuns(db, queue, 20);
      const taken = await Promise.all(Array.from({ length: 5 }, () => take(db, (em) => poll(em, 4))));
      expect(new Set(taken.flat()).size).to.equal(taken.flat().length);
      const left = await take(db, (em) => poll(em, 20));
      expect([...taken.flat(), ...left]).to.have.length(20);
    });

    it(`${title} are without those that the transaction has taken already`, async () => {
      const names = await makeRuns(db, queue, 3);
      await db.em().transactional(async (em) => {
        for (const { flowRun } of await poll(em, 2)) {
          flowRun.stateType = 'PENDING';
        }
        await em.flush();
        expect(namesOf(await poll(em, 2))).to.deep.equal(names.slice(2));
      });
    });

    it(`${title} include those that a transaction is about to insert, as with em.find`, async () => {
      await db.em().transactional(async (em) => {
        const workQueue = em.getReference(WorkQueue, queue.id);
        em.persist(makeFlowRun({ ...waiting(queue), workQueue, name: 'new' }));
        expect(namesOf(await poll(em, 1))).to.deep.equal(['new']);
      });
    });

    it(`${title} show a run that the unit of work holds as it is there`, async () => {
      await makeRuns(db, queue, 1);
      const em = db.em();
      const [held] = await em.findAll(FlowRun);
      held!.name = 'renamed';
      const [offered] = await poll(em, 1);
      expect(offered!.flowRun).to.equal(held);
      expect(held!.name).to.equal('renamed');
    });
  }

  it('come with their states from queues, and without from pools', async () => {
    const run = makeFlowRun({ ...waiting(queue), name: 'waits' });
    run.setState(makeFlowRunState({ flowRun: run, type: 'SCHEDULED', name: 'Late' }));
    await db.em().persist(run).flush();
    const [fromQueue] = await scheduledFlowRunsFromWorkQueues(db.em());
    expect(fromQueue!.flowRun.state!.name).to.equal('Late');
    const [fromPool] = await scheduledFlowRunsFromWorkPools(db.em());
    expect(() => fromPool!.flowRun.state).to.throw(NotLoadedError);
  });

  it('name the queue and the pool that offer them', async () => {
    await makeRuns(db, queue, 1);
    const [fromQueue] = await scheduledFlowRunsFromWorkQueues(db.em());
    const [fromPool] = await scheduledFlowRunsFromWorkPools(db.em());
    expect(fromQueue!.workQueueId).to.equal(queue.id);
    expect([fromPool!.workQueueId, fromPool!.workPoolId]).to.deep.equal([queue.id, queue.workPoolId]);
  });

  it('are refused for a limit, an id or a time that makes no sense', async () => {
    for (const limit of [-1, 1.5, Number.NaN, '2', null]) {
      await expectRefusal(db, 'limitPerQueue', (em) =>
        scheduledFlowRunsFromWorkQueues(em, { limitPerQueue: limit as number }),
      );
    }
    for (const parameter of ['limit', 'workerLimit', 'queueLimit']) {
      await expectRefusal(db, parameter, (em) => scheduledFlowRunsFromWorkPools(em, { [parameter]: -1 }));
    }
    for (const parameter of ['scheduledBefore', 'scheduledAfter']) {
      await expectRefusal(db, parameter, (em) => scheduledFlowRunsFromWorkPools(em, { [parameter]: '2026-02-28' }));
    }
    await expectRefusal(db, 'workQueueIds[1]', (em) =>
      scheduledFlowRunsFromWorkQueues(em, { workQueueIds: [newId(), 'default'] }),
    );
    await expectRefusal(db, 'workPoolIds', (em) =>
      scheduledFlowRunsFromWorkPools(em, { workPoolIds: newId() as never }),
    );
  });
});

describeEachDialect('Two pollers at once', (db) => {
  beforeEach('empties the tables', async () => {
    await db.em().nativeDelete(FlowRun, {});
    await db.em().nativeDelete(WorkPool, {});
  });

  for (const [title, poll] of Object.entries(polls)) {
    it(`${title} hold different runs until both are done`, async function () {
      if (db.dialect === 'sqlite') {
        // one writer at a time: the second waits for the first, as the test above shows
        this.skip();
      }
      const queue = makeWorkQueue();
      await db.em().persist(queue).flush();
      await makeRuns(db, queue, 6);
      const bothHold = barrier(2);
      const [first, second] = await Promise.all([0, 1].map(() => holding(db, (em) => poll(em, 3), bothHold)));
      expect(first).to.have.length(3);
      expect(second).to.have.length(3);
      expect(new Set([...first!, ...second!]).size).to.equal(6);
    });
  }
});

/** So many runs that wait, each a second later than the one before; their names in that order. */
async function makeRuns(db: TestDatabase, queue: WorkQueue, count: number): Promise<string[]> {
  const flow = makeFlow();
  const runs = Array.from({ length: count }, (_, index) =>
    makeFlowRun({
      ...waiting(queue),
      flow,
      name: `run ${index}`,
      nextScheduledStartTime: noon.add({ seconds: index }),
    }),
  );
  await db.em().persist(runs.toReversed()).flush();
  return runs.map(({ name }) => name);
}

function waiting(queue: WorkQueue) {
  return {
    workQueue: queue,
    workQueueName: queue.name,
    stateType: 'SCHEDULED',
    stateName: 'Scheduled',
    nextScheduledStartTime: noon,
  } as const;
}

/** Polls, and takes what is offered, in one transaction. */
async function take(db: TestDatabase, poll: (em: EntityManager) => Promise<{ flowRun: FlowRun }[]>): Promise<string[]> {
  return db.em().transactional(async (em) => {
    const offered = await poll(em);
    for (const { flowRun } of offered) {
      flowRun.stateType = 'PENDING';
    }
    return namesOf(offered);
  });
}

/** Polls in a transaction that stays open until all have polled. */
async function holding(
  db: TestDatabase,
  poll: (em: EntityManager) => Promise<{ flowRun: FlowRun }[]>,
  allHold: () => Promise<void>,
): Promise<string[]> {
  return db.em().transactional(async (em) => {
    const offered = await poll(em);
    await allHold();
    return namesOf(offered);
  });
}

/** What so many have to call before it lets any of them go on. */
function barrier(count: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let missing = count;
  return () => {
    missing -= 1;
    if (missing === 0) {
      resolve();
    }
    return promise;
  };
}

function namesOf(offered: readonly { flowRun: FlowRun }[]): string[] {
  return offered.map(({ flowRun }) => flowRun.name);
}
