import { expect } from 'chai';
import {
  type Deployment,
  type Flow,
  FlowRun,
  type StateType,
  TaskRun,
  type WorkQueue,
} from '../../../src/domain/index.ts';
import { runsByStateAsOf, type RunsInState, type RunsOf, stateAsOf } from '../../../src/queries/as-of/index.ts';
import { describeEachDialect, type TestDatabase } from '../../support/dialects.ts';
import {
  makeDeployment,
  makeFlow,
  makeFlowRun,
  makeFlowRunState,
  makeTaskRun,
  makeTaskRunState,
  makeWorkQueue,
} from '../../support/factories.ts';
import { expectRefusal } from '../support/bad-input.ts';

const noon = Temporal.Instant.from('2026-03-01T12:00:00Z');
const at = (microseconds: number) => noon.add({ microseconds });

/** A history by moments, in microseconds after noon. */
type Life = Readonly<Record<number, StateType>>;

describeEachDialect('The state of a run as of a moment', (db) => {
  it('is the newest entry up to then, itself included', async () => {
    const run = await makeLife(db, { flow: makeFlow() }, { 0: 'SCHEDULED', 5: 'RUNNING', 9: 'COMPLETED' });
    const reference = db.em().getReference(FlowRun, run.id, { wrapped: true });
    const types = [-1, 0, 4, 5, 8, 9, 10_000].map(
      async (moment) => (await stateAsOf(db.em(), reference, at(moment)))?.type,
    );
    expect(await Promise.all(types)).to.deep.equal([
      undefined,
      'SCHEDULED',
      'SCHEDULED',
      'RUNNING',
      'RUNNING',
      'COMPLETED',
      'COMPLETED',
    ]);
  });

  it('goes by the history, where the pointer was set back', async () => {
    const run = await makeLife(db, { flow: makeFlow() }, { 5: 'RUNNING' });
    run.setState(makeFlowRunState({ flowRun: run, type: 'SCHEDULED', timestamp: at(0) }));
    await db.em().persist(run).flush();
    expect((await stateAsOf(db.em(), run, at(9)))?.type).to.equal('RUNNING');
  });

  it('is told of task runs as well', async () => {
    const taskRun = makeTaskRun();
    const states = [0, 5].map((moment) => makeTaskRunState({ taskRun, timestamp: at(moment), name: `at ${moment}` }));
    await db.em().persist(states).flush();
    expect((await stateAsOf(db.em(), taskRun, at(4)))?.name).to.equal('at 0');
    expect(await stateAsOf(db.em(), db.em().getReference(TaskRun, taskRun.id), at(-1))).to.equal(null);
  });

  it('is refused for what is no run and no moment', async () => {
    await expectRefusal(db, 'run', (em) => stateAsOf(em, makeFlow() as never, noon));
    await expectRefusal(db, 'moment', (em) => stateAsOf(em, makeFlowRun(), '2026-03-01' as never));
  });
});

describeEachDialect('Runs by state as of a moment', (db) => {
  let flow: Flow;
  let deployment: Deployment;
  let workQueue: WorkQueue;

  before('makes lives', async () => {
    flow = makeFlow();
    deployment = makeDeployment({ flow });
    workQueue = makeWorkQueue();
    await db.em().persist([deployment, workQueue]).flush();
    const deploymentId = deployment.id;
    await makeLife(db, { flow, deploymentId }, { 0: 'SCHEDULED', 5: 'RUNNING', 9: 'COMPLETED' });
    await makeLife(db, { flow, deploymentId, workQueue }, { 0: 'SCHEDULED', 6: 'RUNNING' });
    await makeLife(db, { flow, workQueue }, { 1: 'SCHEDULED', 4: 'FAILED' });
    await makeLife(db, { flow: makeFlow(), workQueue }, { 3: 'RUNNING' });
    await makeLife(db, { flow }, {});
  });

  it('are told of a flow', async () => {
    const seen = [-1, 0, 1, 5, 9].map(async (moment) =>
      counts(await runsByStateAsOf(db.em(), { flowId: flow.id }, at(moment))),
    );
    expect(await Promise.all(seen)).to.deep.equal([
      {},
      { SCHEDULED: 2 },
      { SCHEDULED: 3 },
      { FAILED: 1, RUNNING: 1, SCHEDULED: 1 },
      { COMPLETED: 1, FAILED: 1, RUNNING: 1 },
    ]);
  });

  it('are told of a deployment and of a work pool', async () => {
    const ofDeployment = await runsByStateAsOf(db.em(), { deploymentId: deployment.id }, at(5));
    expect(counts(ofDeployment)).to.deep.equal({ RUNNING: 1, SCHEDULED: 1 });
    const ofPool = await runsByStateAsOf(db.em(), { workPoolId: workQueue.workPoolId }, at(5));
    expect(counts(ofPool)).to.deep.equal({ FAILED: 1, RUNNING: 1, SCHEDULED: 1 });
  });

  it('tell names of one type apart', async () => {
    const another = makeFlow();
    for (const name of ['Late', 'Scheduled', 'Late']) {
      const flowRun = makeFlowRun({ flow: another });
      await db
        .em()
        .persist(makeFlowRunState({ flowRun, type: 'SCHEDULED', name, timestamp: noon }))
        .flush();
    }
    expect(await runsByStateAsOf(db.em(), { flowId: another.id }, noon)).to.deep.equal([
      { stateType: 'SCHEDULED', stateName: 'Late', count: 2 },
      { stateType: 'SCHEDULED', stateName: 'Scheduled', count: 1 },
    ]);
  });

  it('are refused for arguments that make no sense', async () => {
    const wrong: [string, unknown, unknown][] = [
      ['of', {}, noon],
      ['of', null, noon],
      ['of', { flowId: flow.id, deploymentId: deployment.id }, noon],
      ['of', { toString: flow.id }, noon],
      ['flowId', { flowId: 'x' }, noon],
      ['moment', { flowId: flow.id }, 0],
    ];
    for (const [parameter, of, moment] of wrong) {
      await expectRefusal(db, parameter, (em) => runsByStateAsOf(em, of as RunsOf, moment as Temporal.Instant));
    }
  });
});

async function makeLife(db: TestDatabase, values: Parameters<typeof makeFlowRun>[0], life: Life): Promise<FlowRun> {
  const em = db.em();
  const flowRun = makeFlowRun(values);
  const states = Object.entries(life).map(([moment, type]) =>
    makeFlowRunState({ flowRun, type, name: type, timestamp: at(Number(moment)) }),
  );
  await em.persist([flowRun, ...states]).flush();
  return flowRun;
}

function counts(runs: readonly RunsInState[]): Record<string, number> {
  return Object.fromEntries(runs.map(({ stateType, count }) => [stateType, count]));
}
