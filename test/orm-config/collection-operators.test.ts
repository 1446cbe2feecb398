import { expect } from 'chai';
import { FlowRun, FlowRunState, TaskRun } from '../../src/domain/index.ts';
import { describeEachDialect } from '../support/dialects.ts';
import { makeFlowRun, makeTaskRun, uniqueInstant } from '../support/factories.ts';

describeEachDialect('A condition on the items of a collection', (db) => {
  const startTime = uniqueInstant();
  const totalRunTime = Temporal.Duration.from({ seconds: 90, microseconds: 1 });
  let run: FlowRun;
  let other: FlowRun;

  before(async () => {
    [run, other] = [makeFlowRun(), makeFlowRun()];
    const state = new FlowRunState({ type: 'PAUSED', name: 'Paused' });
    state.stateDetails.pause_key = 'k';
    run.setState(state);
    const tasks = [
      makeTaskRun({ flowRun: run, startTime, totalRunTime, tags: ['a', 'b'] }),
      makeTaskRun({ flowRun: run, startTime: startTime.add({ seconds: 1 }), totalRunTime, tags: ['a', 'b'] }),
      makeTaskRun({ flowRun: other, startTime: startTime.add({ seconds: 1 }), tags: ['b'] }),
    ];
    const em = db.em();
    em.persist([run, other, ...tasks]);
    await em.flush();
  });

  /** Which of the two runs are found. */
  async function found(where: object): Promise<string[]> {
    const ids = [run.id, other.id];
    const runs = await db.em().find(FlowRun, { $and: [{ id: ids }, where] });
    return runs.map(({ id }) => (id === run.id ? 'run' : 'other')).toSorted();
  }

  it('takes instants and durations, equal or by an operator', async () => {
    expect(await found({ taskRuns: { $some: { startTime } } })).to.deep.equal(['run']);
    expect(await found({ taskRuns: { $some: { startTime: { $gt: startTime } } } })).to.deep.equal(['other', 'run']);
    expect(await found({ taskRuns: { $none: { startTime } } })).to.deep.equal(['other']);
    expect(await found({ taskRuns: { $every: { totalRunTime } } })).to.deep.equal(['run']);
    expect(await found({ taskRuns: { $some: { estimatedRunTime: { $gte: totalRunTime } } } })).to.deep.equal(['run']);
  });

  it('takes documents and what is in them', async () => {
    expect(await found({ taskRuns: { $every: { tags: { $eq: ['a', 'b'] } } } })).to.deep.equal(['run']);
    expect(await found({ taskRuns: { $some: { tags: { $eq: ['b'] } } } })).to.deep.equal(['other']);
    expect(await found({ states: { $some: { stateDetails: { pause_key: 'k' } } } })).to.deep.equal(['run']);
    expect(await found({ states: { $some: { stateDetails: { pause_key: '"k"' } } } })).to.deep.equal([]);
  });

  it('may stand within another', async () => {
    const where = {
      flowRun: {
        id: [run.id, other.id],
        taskRuns: { $some: { startTime, flowRun: { taskRuns: { $some: { startTime } } } } },
      },
    };
    expect(await db.em().count(TaskRun, where)).to.equal(2);
    const nested = { taskRuns: { $some: { flowRun: { taskRuns: { $none: { startTime } } } } } };
    expect(await found(nested)).to.deep.equal(['other']);
  });
});
