import { expect } from 'chai';
import { FlowRun } from '../../../src/domain/index.ts';
import { averageLateness } from '../../../src/queries/average-lateness.ts';
import { flowRunsMatching, InvalidFilterError } from '../../../src/queries/filters/index.ts';
import { countLogs, flowRuns } from '../../../src/queries/lists/index.ts';
import { describeEachDialect } from '../../support/dialects.ts';
import { makeFlowRun } from '../../support/factories.ts';

const many = Array.from({ length: 30_001 }, () => 'x');

/** Filters that make no sense, by the place that says so. */
const wrong: [path: string, filter: unknown][] = [
  ['', 'RUNNING'],
  ['', { flow_runs: { name: { any_: many } } }],
  ['flow_run', { flow_run: {} }],
  ['flow_runs', { flow_runs: [] }],
  ['flow_runs.nonsense', { flow_runs: { nonsense: { any_: [] } } }],
  ['flow_runs.operator', { flow_runs: { operator: 'or' } }],
  ['flow_runs.operator', { flow_runs: { operator: null } }],
  ['flow_runs.id.any_', { flow_runs: { id: { any_: 'x' } } }],
  ['flow_runs.id.any_[1]', { flow_runs: { id: { any_: ['00000000-0000-0000-0000-000000000000', 'x'] } } }],
  ['flow_runs.name.operator', { flow_runs: { name: { operator: 'or_' } } }],
  ['flow_runs.name.any_[0]', { flow_runs: { name: { any_: [null] } } }],
  ['flow_runs.state.type.any_[0]', { flow_runs: { state: { type: { any_: ['running'] } } } }],
  ['flow_runs.start_time.before_', { flow_runs: { start_time: { before_: 'yesterday' } } }],
  ['flow_runs.start_time.before_', { flow_runs: { start_time: { before_: '0000-01-01T00:00:00Z' } } }],
  ['flow_runs.start_time.is_null_', { flow_runs: { start_time: { is_null_: 2 } } }],
  ['deployments.paused.eq_', { deployments: { paused: { eq_: 'perhaps' } } }],
  ['task_runs.flow_run_id.any', { task_runs: { flow_run_id: { any: [] } } }],
];

describeEachDialect('A filter', (db) => {
  it('that makes no sense is refused with the place in it, and sends nothing', async () => {
    for (const [path, filter] of wrong) {
      let refusal: unknown;
      const sent = await db.statements(async () => {
        refusal = await flowRuns(db.em(), { filter: filter as object }).catch((error: unknown) => error);
      });
      expect(refusal).to.be.instanceOf(InvalidFilterError);
      expect((refusal as InvalidFilterError).path).to.equal(path);
      expect(sent).to.deep.equal([]);
    }
  });

  it('of log lines is refused without a query, with a long one, with a level beyond all numbers', async () => {
    const refused = [{ text: {} }, { text: { query: 'x'.repeat(201) } }, { level: { ge_: 1e300 } }];
    for (const filter of refused) {
      const refusal = await countLogs(db.em(), { logs: filter as object }).catch((error: unknown) => error);
      expect(refusal).to.be.instanceOf(InvalidFilterError);
    }
    expect(await countLogs(db.em(), { logs: { text: { query: '💧'.repeat(200) }, level: { ge_: 2 ** 40 } } })).to.equal(
      0,
    );
  });

  it('with the character NUL finds what holds it, or is refused where nothing can', async () => {
    const found = flowRuns(db.em(), { filter: { flow_runs: { tags: { any_: ['a', 'b\0'] } } } });
    const outcome = await found.catch((error: unknown) => (error as InvalidFilterError).path);
    expect(outcome).to.deep.equal({ sqlite: [], postgresql: 'flow_runs.tags.any_[1]' }[db.dialect]);
  });

  it('is a condition of any find, and of what takes one', async () => {
    const noon = Temporal.Instant.from('2026-03-01T12:00:00Z');
    const started = (name: string, seconds: number) =>
      makeFlowRun({ name, expectedStartTime: noon, startTime: noon.add({ seconds }) });
    await db
      .em()
      .persist([started('late', 10), started('in time', 0)])
      .flush();
    const em = db.em();
    const filter = { flow_runs: { name: { any_: ['late'] } }, flows: {} };
    const found = await em.find(FlowRun, { $and: [flowRunsMatching(em, filter), { startTime: { $gte: noon } }] });
    expect(found.map(({ name }) => name)).to.deep.equal(['late']);
    expect(await averageLateness(em, flowRunsMatching(em, filter))).to.equal(10);
  });
});
