import { ForeignKeyConstraintViolationException } from '@mikro-orm/core';
import { expect } from 'chai';
import { newId, TaskRun, TaskRunState } from '../../../src/domain/index.ts';
import { createTaskRun, type NewTaskRun, updateTaskRun } from '../../../src/services/task-runs/index.ts';
import { expectRefusal } from '../../queries/support/bad-input.ts';
import { describeEachDialect } from '../../support/dialects.ts';
import { makeFlowRun, uniqueName } from '../../support/factories.ts';

describeEachDialect('A task run that is made', (db) => {
  const flowRun = makeFlowRun({ labels: { team: 'x', 'prefect.flow.id': 'f' } });

  before(() => db.em().persist(flowRun).flush());

  for (const [title, flowRunId] of Object.entries({ 'in a flow run': flowRun.id, 'in the background': null })) {
    it(`${title} is found again by its keys, with the state that it has`, async () => {
      const keys = { flowRunId, taskKey: uniqueName('task'), dynamicKey: '0' };
      const first = await createTaskRun(db.em(), { ...keys, name: 'one', state: { type: 'PENDING' } });
      const second = await createTaskRun(db.em(), { ...keys, id: newId(), name: 'two', state: { type: 'RUNNING' } });
      expect(second).to.deep.include({ id: first.id, name: 'one', stateType: 'PENDING', runCount: 0 });
      expect(second.state?.id).to.equal(first.stateId);
      expect(await db.em().count(TaskRunState, { taskRun: first.id })).to.equal(1);
    });
  }

  it('is another one by another key', async () => {
    const taskKey = uniqueName('task');
    const made = [];
    for (const [flowRunId, dynamicKey] of [
      [flowRun.id, '0'],
      [flowRun.id, '1'],
      [null, '0'],
      [null, '1'],
    ] as const) {
      made.push(await createTaskRun(db.em(), { flowRunId, taskKey, dynamicKey }));
    }
    expect(new Set(made.map(({ id }) => id)).size).to.equal(4);
    expect(made.map(({ flowRunId }) => flowRunId)).to.deep.equal([flowRun.id, flowRun.id, null, null]);
  });

  it('is one, with one state, where many make it together', async () => {
    const run: NewTaskRun = { flowRunId: flowRun.id, taskKey: 'together', dynamicKey: '0', state: { type: 'PENDING' } };
    const runs = await Promise.all(Array.from({ length: 8 }, () => createTaskRun(db.em(), run)));
    expect(new Set(runs.map(({ id }) => id)).size).to.equal(1);
    expect(await db.em().count(TaskRunState, { taskRun: runs[0]!.id })).to.equal(1);
  });

  it('inherits the labels of its flow run', async () => {
    const keys = { taskKey: uniqueName('task'), dynamicKey: '0' };
    const inFlowRun = await createTaskRun(db.em(), { ...keys, flowRunId: flowRun.id, labels: { team: 'y' } });
    expect(inFlowRun.labels).to.deep.equal({
      team: 'y',
      'prefect.flow.id': 'f',
      'prefect.flow-run.id': flowRun.id,
    });
    expect((await createTaskRun(db.em(), keys)).labels).to.deep.equal({});
  });

  it('takes inputs and a policy', async () => {
    const run = await createTaskRun(db.em(), {
      taskKey: uniqueName('task'),
      dynamicKey: '0',
      taskInputs: { x: [{ input_type: 'parameter', name: 'n' }] },
      empiricalPolicy: { retries: 2 },
    });
    const { taskInputs, empiricalPolicy } = await db.em().findOneOrFail(TaskRun, run.id);
    expect(taskInputs).to.deep.equal({ x: [{ input_type: 'parameter', name: 'n' }] });
    expect(empiricalPolicy.retries).to.equal(2);
  });

  it('changes its name', async () => {
    const { id } = await createTaskRun(db.em(), { taskKey: uniqueName('task'), dynamicKey: '0', name: 'one' });
    expect(await updateTaskRun(db.em(), id, { name: 'two' })).to.have.property('name', 'two');
    expect(await updateTaskRun(db.em(), id, {})).to.have.property('name', 'two');
    expect(await updateTaskRun(db.em(), newId(), {})).to.equal(null);
  });

  it('is refused by the database without its flow run', async () => {
    const run = { flowRunId: newId(), taskKey: 'k', dynamicKey: '0' };
    const failure = await createTaskRun(db.em(), run).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(ForeignKeyConstraintViolationException);
  });

  it('is refused by the path of what makes no sense', async () => {
    const refused: Record<string, object> = {
      'taskRun.dynamicKey': { dynamicKey: 0 },
      'taskRun.cacheKey': { cacheKey: 'k'.repeat(2001) },
      'taskRun.taskInputs.x[0]': { taskInputs: { x: [{ input_type: 'guess' }] } },
      'taskRun.state.stateDetails.nonsense': { state: { type: 'PENDING', stateDetails: { nonsense: 1 } } },
    };
    for (const [path, values] of Object.entries(refused)) {
      const run = { taskKey: 'k', dynamicKey: '0', ...values };
      await expectRefusal(db, path, (em) => createTaskRun(em, run));
    }
  });
});
