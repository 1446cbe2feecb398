import { expect } from 'chai';
import { FlowRun, TaskRun } from '../../src/domain/index.ts';
import { averageLateness } from '../../src/queries/average-lateness.ts';
import { IncompleteRunError } from '../../src/queries/errors.ts';
import { runHistory } from '../../src/queries/run-history.ts';
import { timestampBucketIndex } from '../../src/queries/timestamp-bucket-index.ts';
import { describeEachDialect, type TestDatabase } from '../support/dialects.ts';
import { makeFlowRun, makeTaskRun } from '../support/factories.ts';
import { expectRefusal } from './support/bad-input.ts';

const noon = Temporal.Instant.from('2026-02-28T12:00:00Z');
const hour = Temporal.Duration.from({ hours: 1 });
const day = { start: noon, end: noon.add({ hours: 24 }), interval: hour };
const completed = { stateType: 'COMPLETED', stateName: 'Completed' } as const;

describeEachDialect('The history of runs', (db) => {
  beforeEach('empties the table', async () => {
    await db.em().nativeDelete(FlowRun, {});
  });

  it('counts a run once, however many of its task runs meet a condition', async () => {
    await makeRunWithTasks(db, 3);
    const [first] = await runHistory(db.em(), FlowRun, { ...day, where: { taskRuns: { taskKey: 'same' } } });
    expect(first!.states.map(({ countRuns }) => countRuns)).to.deep.equal([1]);
  });

  it('takes conditions on times', async () => {
    await makeRunWithTasks(db, 0);
    const before = await runHistory(db.em(), FlowRun, { ...day, where: { startTime: { $lt: noon } } });
    const after = await runHistory(db.em(), FlowRun, { ...day, where: { startTime: { $gte: noon } } });
    expect([before[0]!.states.length, after[0]!.states.length]).to.deep.equal([0, 1]);
  });

  it('puts the states of an interval by type and name', async () => {
    const names = ['Late', 'Scheduled', 'AwaitingRetry'];
    const runs = names.map((stateName) => makeFlowRun({ expectedStartTime: noon, stateType: 'SCHEDULED', stateName }));
    await db
      .em()
      .persist([...runs, makeFlowRun({ expectedStartTime: noon, stateType: 'FAILED', stateName: 'Failed' })])
      .flush();
    const [first] = await runHistory(db.em(), FlowRun, day);
    const scheduled = first!.states.filter(({ stateType }) => stateType === 'SCHEDULED');
    expect(scheduled.map(({ stateName }) => stateName)).to.deep.equal(names.toSorted());
  });

  it('refuses to tell of a run without a state', async () => {
    await db
      .em()
      .persist(makeFlowRun({ expectedStartTime: noon }))
      .flush();
    const refusal = await runHistory(db.em(), FlowRun, day).catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(IncompleteRunError);
  });

  it('tells of task runs that belong to no flow run', async () => {
    await db
      .em()
      .persist(makeTaskRun({ flowRun: null, expectedStartTime: noon, ...completed }))
      .flush();
    const [first] = await runHistory(db.em(), TaskRun, { ...day, where: { flowRun: null } });
    expect(first!.states.map(({ countRuns }) => countRuns)).to.deep.equal([1]);
  });

  it('is refused for a time or an interval that makes no sense', async () => {
    const wrong: [string, object][] = [
      ['start', { start: '2026-02-28' }],
      ['end', { end: null }],
      ['interval', { interval: 3600 }],
      ['interval', { interval: Temporal.Duration.from({ milliseconds: 999 }) }],
      ['interval', { interval: Temporal.Duration.from({ months: 1 }) }],
      ['interval', { interval: Temporal.Duration.from({ days: 2_922_000 }) }],
    ];
    for (const [parameter, options] of wrong) {
      await expectRefusal(db, parameter, (em) => runHistory(em, FlowRun, { ...day, ...options }));
    }
  });
});

describeEachDialect('The average lateness', (db) => {
  beforeEach('empties the table', async () => {
    await db.em().nativeDelete(FlowRun, {});
  });

  it('is null where there are no runs', async () => {
    expect(await averageLateness(db.em())).to.equal(null);
  });

  it('counts a run once, however many of its task runs meet a condition', async () => {
    await makeRunWithTasks(db, 3, 10);
    await makeRunWithTasks(db, 1, 20);
    expect(await averageLateness(db.em(), { taskRuns: { taskKey: 'same' } })).to.equal(15);
  });
});

describeEachDialect('The index of an interval', (db) => {
  it('is refused for a start or an interval that makes no sense', () => {
    const index = (intervals: object) => () =>
      timestampBucketIndex(db.em(), 'run.start_time', { start: noon, interval: hour, ...intervals });
    expect(index({ interval: new Temporal.Duration() })).to.throw('interval is not longer than nothing.');
    expect(index({ start: 0 })).to.throw('start is not a Temporal.Instant');
  });

  it('quotes the name of the column', () => {
    const { sql } = timestampBucketIndex(db.em(), `run.x" or \`1`, { start: noon, interval: hour });
    const quoted = { sqlite: '`run`.`x" or ``1`', postgresql: '"run"."x"" or `1"' };
    expect(sql).to.include(quoted[db.dialect]);
  });
});

/** A run that started so many seconds late, with so many task runs of one key. */
async function makeRunWithTasks(db: TestDatabase, count: number, seconds = 0): Promise<void> {
  const flowRun = makeFlowRun({ expectedStartTime: noon, startTime: noon.add({ seconds }), ...completed });
  const taskRuns = Array.from({ length: count }, (_, index) =>
    makeTaskRun({ flowRun, taskKey: 'same', dynamicKey: String(index) }),
  );
  await db
    .em()
    .persist([flowRun, ...taskRuns])
    .flush();
}
