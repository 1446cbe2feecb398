import { expect } from 'chai';
import { FlowRun, newId } from '../../src/domain/index.ts';
import { FlowRunGraphTooLargeError, FlowRunNotFoundError, IncompleteRunError } from '../../src/queries/errors.ts';
import { flowRunGraph } from '../../src/queries/flow-run-graph/index.ts';
import { describeEachDialect, type TestDatabase } from '../support/dialects.ts';
import { makeFlowRun, makeTaskRun } from '../support/factories.ts';
import { expectRefusal } from './support/bad-input.ts';

const noon = Temporal.Instant.from('2026-02-28T12:00:00Z');
const running = { stateType: 'RUNNING', stateName: 'Running', startTime: noon } as const;

describeEachDialect('The graph of a flow run', (db) => {
  it('leaves the unit of work as it was', async () => {
    const flowRun = await makeRunWithTasks(db, 2);
    const em = db.em();
    const { nodes } = await flowRunGraph(em, flowRun.id);
    expect(nodes).to.have.length(2);
    expect([...em.getUnitOfWork().getIdentityMap().values()]).to.deep.equal([]);
  });

  it('is seen in the transaction that made it', async () => {
    const flowRun = makeFlowRun();
    const seen = await db.em().transactional(async (em) => {
      await em.persist([flowRun, makeTaskRun({ flowRun, ...running })]).flush();
      return flowRunGraph(em, flowRun.id);
    });
    expect(seen.nodes).to.have.length(1);
  });

  it('has the edges in the order of the nodes, as often as inputs meet', async () => {
    const flowRun = makeFlowRun();
    const [first, second] = [1, 2].map((minutes) =>
      makeTaskRun({ flowRun, ...running, startTime: noon.add({ minutes }) }),
    );
    const taken = [second!, first!].map(({ id }) => ({ input_type: 'task_run' as const, id }));
    const third = makeTaskRun({
      flowRun,
      ...running,
      startTime: noon.add({ minutes: 3 }),
      taskInputs: { x: taken, y: taken.slice(1) },
    });
    await db.em().persist([flowRun, first!, second!, third]).flush();
    const { nodes, rootNodeIds } = await flowRunGraph(db.em(), flowRun.id);
    expect(nodes.map(({ id }) => id)).to.deep.equal([first!.id, second!.id, third.id]);
    expect(nodes[2]!.parents).to.deep.equal([first!.id, first!.id, second!.id]);
    expect(nodes[0]!.children).to.deep.equal([third.id, third.id]);
    expect(rootNodeIds).to.deep.equal([first!.id, second!.id]);
  });

  it('may have as many nodes as are allowed, and no more', async () => {
    const flowRun = await makeRunWithTasks(db, 3);
    expect((await flowRunGraph(db.em(), flowRun.id, { maxNodes: 3 })).nodes).to.have.length(3);
    const refusal = await flowRunGraph(db.em(), flowRun.id, { maxNodes: 2 }).catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(FlowRunGraphTooLargeError);
    expect((refusal as FlowRunGraphTooLargeError).maxNodes).to.equal(2);
  });

  it('does not count the nodes that ended before', async () => {
    const flowRun = await makeRunWithTasks(db, 2, { endTime: noon.add({ minutes: 1 }) });
    await db
      .em()
      .persist(makeTaskRun({ flowRun: db.em().getReference(FlowRun, flowRun.id), ...running }))
      .flush();
    const since = noon.add({ minutes: 1, microseconds: 1 });
    expect((await flowRunGraph(db.em(), flowRun.id, { maxNodes: 1, since })).nodes).to.have.length(1);
  });

  it('is refused where a node has no state', async () => {
    const flowRun = await makeRunWithTasks(db, 1, { stateType: null });
    const refusal = await flowRunGraph(db.em(), flowRun.id).catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(IncompleteRunError);
  });

  it('is not found where there is no such run', async () => {
    const refusal = await flowRunGraph(db.em(), newId()).catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(FlowRunNotFoundError);
  });

  it('is refused for an argument that makes no sense', async () => {
    await expectRefusal(db, 'flowRunId', (em) => flowRunGraph(em, 'latest'));
    await expectRefusal(db, 'maxNodes', (em) => flowRunGraph(em, newId(), { maxNodes: -1 }));
    await expectRefusal(db, 'maxArtifacts', (em) => flowRunGraph(em, newId(), { maxArtifacts: 0.5 }));
    await expectRefusal(db, 'since', (em) => flowRunGraph(em, newId(), { since: 'today' as never }));
  });
});

async function makeRunWithTasks(db: TestDatabase, count: number, values: object = {}): Promise<FlowRun> {
  const flowRun = makeFlowRun();
  const taskRuns = Array.from({ length: count }, () => makeTaskRun({ flowRun, ...running, ...values }));
  await db
    .em()
    .persist([flowRun, ...taskRuns])
    .flush();
  return flowRun;
}
