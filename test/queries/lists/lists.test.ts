import { expect } from 'chai';
import type { Log, WorkQueue } from '../../../src/domain/index.ts';
import {
  countLogs,
  deployments,
  flowRuns,
  flows,
  latestArtifacts,
  logs,
  variables,
  workPools,
  workQueues,
} from '../../../src/queries/lists/index.ts';
import { describeEachDialect } from '../../support/dialects.ts';
import {
  makeArtifact,
  makeArtifactCollection,
  makeDeployment,
  makeDeploymentSchedule,
  makeFlow,
  makeFlowRun,
  makeFlowRunState,
  makeLog,
  makeVariable,
  makeWorkPool,
  makeWorkQueue,
} from '../../support/factories.ts';
import { expectRefusal } from '../support/bad-input.ts';

const noon = Temporal.Instant.from('2026-03-01T12:00:00Z');

describeEachDialect('A list', (db) => {
  it('loads what the reference loads with the rows', async () => {
    const workQueue = makeWorkQueue();
    const flowRun = makeFlowRun({ workQueue });
    flowRun.setState(makeFlowRunState({ flowRun, name: 'Running' }));
    const deployment = makeDeployment({ workQueue });
    await db
      .em()
      .persist([flowRun, makeDeploymentSchedule({ deployment })])
      .flush();
    const [run] = await flowRuns(db.em(), { filter: { flow_runs: { id: { any_: [flowRun.id] } } } });
    const [found] = await deployments(db.em(), { filter: { deployments: { id: { any_: [deployment.id] } } } });
    expect(run?.state?.name).to.equal('Running');
    expect(run?.workQueue?.unwrap().workPool.unwrap().name).to.equal(workQueue.workPool.unwrap().name);
    expect(found?.schedules.length).to.equal(1);
    expect(found?.workQueue?.unwrap().workPool.isInitialized()).to.equal(true);
  });

  it('is sorted by name, then by id, and passes over as many as it is told', async () => {
    const names = ['sorted-b', 'sorted-a', 'sorted-c'];
    await db
      .em()
      .persist(names.map((name) => makeFlow({ name })))
      .flush();
    const filter = { flows: { name: { like_: 'sorted-' } } };
    const asked = async (options: object) => (await flows(db.em(), { filter, ...options })).map(({ name }) => name);
    expect(await asked({})).to.deep.equal(names.toSorted());
    expect(await asked({ sort: 'NAME_DESC', limit: 1, offset: 1 })).to.deep.equal(['sorted-b']);
    expect(await asked({ limit: 0 })).to.deep.equal([]);
  });

  it('gives 200 rows if it is not told how many', async () => {
    const lines = Array.from({ length: 201 }, () => makeLog({ message: 'one of many' }));
    await db.em().persist(lines).flush();
    const filter = { logs: { text: { query: '"one of many"' } } };
    expect(await logs(db.em(), { filter })).to.have.length(200);
    expect(await logs(db.em(), { filter, offset: 200 })).to.have.length(1);
    expect(await countLogs(db.em(), filter)).to.equal(201);
  });

  it('counts what waits to be inserted', async () => {
    const em = db.em();
    em.persist(makeWorkPool({ name: 'waiting' }));
    const found = await workPools(em, { filter: { work_pools: { name: { any_: ['waiting'] } } } });
    expect(found.map(({ name }) => name)).to.deep.equal(['waiting']);
  });

  it('of the queues of a pool goes by priority', async () => {
    const workPool = makeWorkPool();
    const queues = [3, 1, 2].map((priority) => makeWorkQueue({ workPool, priority }));
    await db
      .em()
      .persist([...queues, makeWorkQueue()])
      .flush();
    const found = await workQueues(db.em(), {
      filter: { work_pools: { id: { any_: [workPool.id] } }, work_queues: {} },
      sort: 'PRIORITY_ASC',
    });
    expect(found.map(({ priority }: WorkQueue) => priority)).to.deep.equal([1, 2, 3]);
  });

  it('of artifacts picks the newest of each key', async () => {
    const [older, newest] = ['older', 'newest'].map((data) => makeArtifact({ key: 'report', data }));
    const collection = makeArtifactCollection({ key: 'report', latestId: newest!.id });
    await db
      .em()
      .persist([older, newest, collection] as object[])
      .flush();
    const found = await latestArtifacts(db.em(), { filter: { artifacts: { latest_id: { any_: [newest!.id] } } } });
    expect(found.map(({ key }) => key)).to.deep.equal(['report']);
  });

  it('of variables heeds their tags', async () => {
    await db
      .em()
      .persist([makeVariable({ name: 'tagged', tags: ['a', 'b'] }), makeVariable({ tags: ['a'] })])
      .flush();
    const found = await variables(db.em(), { filter: { variables: { tags: { all_: ['a', 'b'] } } } });
    expect(found.map(({ name }) => name)).to.deep.equal(['tagged']);
  });

  it('of log lines heeds level, time and text', async () => {
    const message = (text: string, level: number) =>
      makeLog({ message: `heeded ${text}`, level, timestamp: noon.add({ seconds: level }) });
    await db
      .em()
      .persist([message('100% done', 20), message('100 done', 20), message('retry', 30), message('failed', 40)])
      .flush();
    const found = async (filter: object) =>
      (await logs(db.em(), { filter: { logs: filter } })).map((line: Log) => line.message);
    expect(await found({ text: { query: '+heeded "100% DONE" nothing' } })).to.deep.equal(['heeded 100% done']);
    expect(await found({ text: { query: '+heeded -done !retry' } })).to.deep.equal(['heeded failed']);
    const bounds = { level: { ge_: 30 }, timestamp: { before_: '2026-03-01T12:00:30', after_: noon } };
    expect(await found(bounds)).to.deep.equal(['heeded retry']);
  });

  it('is refused for a sort, a limit or an offset that makes no sense', async () => {
    const wrong: [string, object][] = [
      ['sort', { sort: 'NAME' }],
      ['sort', { sort: 'toString' }],
      ['limit', { limit: 201 }],
      ['limit', { limit: -1 }],
      ['limit', { limit: '5' }],
      ['offset', { offset: 0.5 }],
    ];
    for (const [parameter, options] of wrong) {
      await expectRefusal(db, parameter, (em) => flowRuns(em, options));
    }
  });
});
