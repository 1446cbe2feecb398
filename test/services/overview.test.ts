import { expect } from 'chai';
import { overviewOf } from '../../src/services/overview.ts';
import { makeFlow, makeFlowRun, makeFlowRunState, makeTaskRun } from '../support/factories.ts';
import { describeEachDialect } from '../support/dialects.ts';

const at = (time: string): Temporal.Instant => Temporal.Instant.from(`2026-03-01T${time}Z`);

describeEachDialect('the overview of a database', (db) => {
  it('of nothing is empty', async () => {
    expect(await overviewOf(db.em(), { latest: 5 })).to.deep.equal({ counts: [], latest: [] });
  });

  it('counts both kinds of runs by state, in the order of a life, those without a state last', async () => {
    const em = db.em();
    const flow = makeFlow({ name: 'counted' });
    const types = ['FAILED', null, 'SCHEDULED', 'SCHEDULED'] as const;
    em.persist(types.map((stateType) => makeFlowRun({ flow, stateType })));
    em.persist(makeTaskRun({ flowRun: null, stateType: 'RUNNING' }));
    await em.flush();
    expect((await overviewOf(db.em(), { latest: 5 })).counts).to.deep.equal([
      { type: 'SCHEDULED', flowRuns: 2, taskRuns: 0 },
      { type: 'RUNNING', flowRuns: 0, taskRuns: 1 },
      { type: 'FAILED', flowRuns: 1, taskRuns: 0 },
      { type: null, flowRuns: 1, taskRuns: 0 },
    ]);
  });

  it('shows the runs that started last, newest first, and how long each state lasted', async () => {
    const em = db.em();
    const flow = makeFlow({ name: 'shown' });
    const old = makeFlowRun({ flow, name: 'old', startTime: at('10:00:00') });
    const young = makeFlowRun({
      flow,
      name: 'young',
      stateType: 'COMPLETED',
      stateName: 'Done',
      startTime: at('11:00:00.5'),
      endTime: at('11:00:02'),
      totalRunTime: Temporal.Duration.from('PT1.5S'),
    });
    em.persist([
      old,
      young,
      makeFlowRun({ flow, name: 'waits', expectedStartTime: at('12:00:00') }),
      makeTaskRun({ flowRun: young }),
    ]);
    em.persist(makeFlowRunState({ flowRun: young, type: 'COMPLETED', name: 'Done', timestamp: at('11:00:02') }));
    em.persist(makeFlowRunState({ flowRun: young, type: 'RUNNING', name: 'Running', timestamp: at('11:00:00.5') }));
    await em.flush();

    const { latest } = await overviewOf(db.em(), { latest: 2 });
    expect(latest.map(({ name }) => name)).to.deep.equal(['young', 'old']);
    expect(JSON.parse(JSON.stringify(latest[0]))).to.deep.equal({
      id: young.id,
      name: 'young',
      flow: 'shown',
      type: 'COMPLETED',
      state: 'Done',
      started: '2026-03-01T11:00:00.5Z',
      ended: '2026-03-01T11:00:02Z',
      runTime: 'PT1.5S',
      taskRuns: 1,
      history: [
        { type: 'RUNNING', state: 'Running', entered: '2026-03-01T11:00:00.5Z', lasted: 'PT1.5S' },
        { type: 'COMPLETED', state: 'Done', entered: '2026-03-01T11:00:02Z', lasted: null },
      ],
    });
    expect(latest[1]).to.deep.include({ taskRuns: 0, history: [] });
  });
});
