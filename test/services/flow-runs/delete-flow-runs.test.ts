import { expect } from 'chai';
import { ConcurrencyLimitV2, FlowRun, newId, type StateType, TaskRun } from '../../../src/domain/index.ts';
import { deleteFlowRun, deleteFlowRuns } from '../../../src/services/flow-runs/index.ts';
import { expectRefusal } from '../../queries/support/bad-input.ts';
import { describeEachDialect } from '../../support/dialects.ts';
import {
  makeConcurrencyLimitV2,
  makeDeployment,
  makeFlowRun,
  makeFlowRunState,
  makeTaskRun,
} from '../../support/factories.ts';

describeEachDialect('A flow run that is deleted', (db) => {
  it('gives back the slot that it holds, together with many others', async () => {
    const limit = makeConcurrencyLimitV2({ limit: 10, activeSlots: 7 });
    const deployment = makeDeployment({ globalConcurrencyLimit: limit });
    const types: StateType[] = ['PENDING', 'RUNNING', 'CANCELLING', 'SCHEDULED', 'COMPLETED'];
    const runs = types.map((type) => makeFlowRun({ deploymentId: deployment.id, state: makeFlowRunState({ type }) }));
    const without = makeFlowRun({ deploymentId: deployment.id, stateType: 'RUNNING' });
    await db
      .em()
      .persist([deployment, ...runs, without])
      .flush();
    const ids = [...runs, without].map(({ id }) => id);
    expect(await deleteFlowRuns(db.em(), [...ids, newId()])).to.have.members(ids);
    expect(await db.em().count(FlowRun, { id: { $in: ids } })).to.equal(0);
    expect(await db.em().findOneOrFail(ConcurrencyLimitV2, limit.id)).to.have.property('activeSlots', 4);
  });

  it('gives back its slot once, however many delete it', async () => {
    const limit = makeConcurrencyLimitV2({ limit: 10, activeSlots: 7 });
    const deployment = makeDeployment({ globalConcurrencyLimit: limit });
    const run = makeFlowRun({ deploymentId: deployment.id, state: makeFlowRunState({ type: 'RUNNING' }) });
    await db.em().persist([deployment, run]).flush();
    const deleted = await Promise.all(Array.from({ length: 6 }, () => deleteFlowRun(db.em(), run.id)));
    expect(deleted.filter(Boolean)).to.have.length(1);
    expect(await db.em().findOneOrFail(ConcurrencyLimitV2, limit.id)).to.have.property('activeSlots', 6);
  });

  it('goes with its task runs, and without a deployment too', async () => {
    const run = makeFlowRun({ deploymentId: newId(), state: makeFlowRunState({ type: 'RUNNING' }) });
    const taskRun = makeTaskRun({ flowRun: run });
    await db.em().persist([run, taskRun]).flush();
    expect(await deleteFlowRun(db.em(), run.id)).to.equal(true);
    expect(await db.em().count(TaskRun, { id: taskRun.id })).to.equal(0);
    expect(await deleteFlowRun(db.em(), run.id)).to.equal(false);
  });

  it('is refused for an id that is none', async () => {
    await expectRefusal(db, 'ids[1]', (em) => deleteFlowRuns(em, [newId(), 'x']));
  });
});
