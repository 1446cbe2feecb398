import { expect } from 'chai';
import { FlowRun, newId } from '../../src/domain/index.ts';
import { setStateIdOnInsertedFlowRuns } from '../../src/queries/set-state-id-on-inserted-flow-runs.ts';
import { describeEachDialect } from '../support/dialects.ts';
import { makeFlow, makeFlowRun, makeFlowRunState } from '../support/factories.ts';
import { expectRefusal } from './support/bad-input.ts';

describeEachDialect('Pointing inserted flow runs at their states', (db) => {
  it('points each run at its own, and moves `updated`', async () => {
    const flow = makeFlow();
    const runs = Array.from({ length: 200 }, () => makeFlowRun({ flow }));
    const states = runs.map((flowRun) => makeFlowRunState({ flowRun }));
    await db
      .em()
      .persist([...runs, ...states])
      .flush();
    const ids = [runs, states.toReversed()].map((list) => list.map(({ id }) => id));
    expect(await setStateIdOnInsertedFlowRuns(db.em(), ids[0]!, ids[1]!)).to.equal(200);
    const found = await db.em().find(FlowRun, { id: ids[0]! }, { populate: false });
    const pointers = new Map(found.map(({ id, stateId }) => [id, stateId]));
    expect(runs.map(({ id }) => pointers.get(id))).to.deep.equal(states.map(({ id }) => id));
    const [before, after] = [runs[0]!.updated, found.find(({ id }) => id === runs[0]!.id)!.updated];
    expect(Temporal.Instant.compare(after, before)).to.equal(1);
  });

  it('leaves alone, or clears, a run that has no state among them', async () => {
    const run = makeFlowRun();
    run.setState(makeFlowRunState({ flowRun: run }));
    await db.em().persist(run).flush();
    const changed = await setStateIdOnInsertedFlowRuns(db.em(), [run.id], [newId()]);
    const { stateId } = await db.em().findOneOrFail(FlowRun, run.id);
    const expected = { sqlite: [1, null], postgresql: [0, run.stateId] };
    expect([changed, stateId]).to.deep.equal(expected[db.dialect]);
  });

  it('is refused for an id that is none', async () => {
    await expectRefusal(db, 'flowRunIds[0]', (em) => setStateIdOnInsertedFlowRuns(em, [''], [newId()]));
    await expectRefusal(db, 'stateIds[0]', (em) => setStateIdOnInsertedFlowRuns(em, [newId()], ['x']));
  });
});
