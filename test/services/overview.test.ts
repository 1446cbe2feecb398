import { expect } from 'chai';
import { overviewOf } from '../../src/services/overview/index.ts';
import { makeFlow, makeFlowRun, makeFlowRunState, makeTaskRun } from '../support/factories.ts';
import { describeEachDialect } from '../support/dialects.ts';

const at = (time: string): Temporal.Instant => Temporal.Instant.from(`2026-03-01T${time}Z`);

describeEachDialect('the overview of a database', (db) => {
  it('of nothing is empty', async () => {
    const { counts, latest, late } = await overviewOf(db.em(), { latest: 5 });
    expect({ counts, latest, late }).to.deep.equal({ counts: [], latest: [], late: { count: 0, runs: [] } });
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
      expectedStartTime: at('11:00:00'),
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
      expected: '2026-03-01T11:00:00Z',
      started: '2026-03-01T11:00:00.5Z',
      ended: '2026-03-01T11:00:02Z',
      runTime: 'PT1.5S',
      lateness: 'PT0.5S',
      taskRuns: 1,
      history: [
        { type: 'RUNNING', state: 'Running', entered: '2026-03-01T11:00:00.5Z', lasted: 'PT1.5S' },
        { type: 'COMPLETED', state: 'Done', entered: '2026-03-01T11:00:02Z', lasted: null },
      ],
    });
    expect(latest[1]).to.deep.include({ taskRuns: 0, history: [] });
  });

  it('counts what goes on up to a moment', async () => {
    const em = db.em();
    const values = { flow: makeFlow(), stateType: 'RUNNING', stateName: 'Running', startTime: at('13:00:00') } as const;
    const running = makeFlowRun({
      ...values,
      name: 'running',
      stateTimestamp: at('13:00:10'),
      totalRunTime: Temporal.Duration.from('PT4S'),
    });
    em.persist(makeFlowRun({ ...values, name: 'since when?', startTime: at('13:00:01') }));
    em.persist(makeFlowRunState({ flowRun: running, type: 'RUNNING', name: 'Running', timestamp: at('13:00:10') }));
    await em.flush();

    const { latest } = await overviewOf(db.em(), { latest: 2, moment: at('13:01:00') });
    expect(latest.map(({ name, runTime }) => [name, runTime?.total('seconds')])).to.deep.equal([
      ['since when?', undefined],
      ['running', 54],
    ]);
    expect(latest[1]?.history.map(({ lasted }) => lasted?.total('seconds'))).to.deep.equal([50]);
  });

  it('tells which scheduled runs are late, most late first, and how many there are', async () => {
    const em = db.em();
    const scheduled = { flow: makeFlow({ name: 'nightly' }), stateType: 'SCHEDULED', stateName: 'Scheduled' } as const;
    const first = makeFlowRun({ ...scheduled, name: 'first', stateName: 'Late', expectedStartTime: at('02:00:00') });
    em.persist([
      makeFlowRun({ ...scheduled, name: 'second', expectedStartTime: at('02:00:01') }),
      first,
      makeFlowRun({ ...scheduled, name: 'third', expectedStartTime: at('02:00:02') }),
      makeFlowRun({ ...scheduled, name: 'in time', expectedStartTime: at('03:00:00') }),
      makeFlowRun({ ...scheduled, name: 'retried', expectedStartTime: at('01:00:00'), startTime: at('01:00:00') }),
      makeFlowRun({ ...scheduled, name: 'never ran', stateType: 'CANCELLED', expectedStartTime: at('01:00:00') }),
    ]);
    await em.flush();

    const { late } = await overviewOf(db.em(), { latest: 2, moment: at('03:00:00') });
    expect(late.count).to.equal(3);
    expect(late.runs.map(({ name }) => name)).to.deep.equal(['first', 'second']);
    expect(JSON.parse(JSON.stringify(late.runs[0]))).to.deep.equal({
      id: first.id,
      name: 'first',
      flow: 'nightly',
      state: 'Late',
      expected: '2026-03-01T02:00:00Z',
      lateness: 'PT1H',
    });
  });

  it('sends as many statements for many runs as for few', async () => {
    const few = await db.statements(() => overviewOf(db.em(), { latest: 1 }));
    const many = await db.statements(() => overviewOf(db.em(), { latest: 100 }));
    expect(many.length).to.equal(few.length);
  });
});
