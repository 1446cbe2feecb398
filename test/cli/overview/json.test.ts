import { expect } from 'chai';
import { jsonOf } from '../../../src/cli/overview/json.ts';
import type { ShownDatabase } from '../../../src/cli/databases/shown.ts';
import type { Overview } from '../../../src/services/overview/index.ts';

const database = { kind: 'Prefect database', name: 'user@host/prefect', notes: [] } as Partial<ShownDatabase>;
const instant = (time: string): Temporal.Instant => Temporal.Instant.from(`2026-11-23T${time}Z`);

const overview: Overview = {
  moment: instant('06:12:00'),
  counts: [
    { type: 'RUNNING', flowRuns: 1, taskRuns: 2 },
    { type: null, flowRuns: 0, taskRuns: 1 },
  ],
  latest: [
    {
      id: '2cc0d4fe-364b-4fc6-95c3-b02281ca4ff3',
      name: 'run-Łódź',
      flow: 'étl-日本語',
      type: 'RUNNING',
      state: 'Running',
      expected: instant('06:11:00'),
      started: instant('06:11:12.587079'),
      ended: null,
      runTime: null,
      lateness: Temporal.Duration.from('PT12.587079S'),
      taskRuns: 2,
      history: [
        {
          type: 'PENDING',
          state: 'Pending',
          entered: instant('06:11:00'),
          lasted: Temporal.Duration.from('PT12.587079S'),
        },
        { type: 'FAILED', state: 'Failed', entered: instant('06:11:12.587079'), lasted: null },
      ],
    },
  ],
  late: {
    count: 2,
    runs: [
      {
        id: '7f2c9d0e-92d1-4a52-8b1c-9be93c5f0a11',
        name: 'nightly-7',
        flow: 'nightly',
        state: 'Late',
        expected: instant('05:00:00'),
        lateness: Temporal.Duration.from('P1DT1H'),
      },
    ],
  },
};

describe('the overview as JSON', () => {
  it('has the documented keys, instants in UTC and durations in microseconds', () => {
    expect(JSON.parse(jsonOf(database as ShownDatabase, overview))).to.deep.equal({
      database: 'user@host/prefect',
      as_of: '2026-11-23T06:12:00.000000Z',
      runs_by_state: [
        { state_type: 'RUNNING', flow_runs: 1, task_runs: 2 },
        { state_type: null, flow_runs: 0, task_runs: 1 },
      ],
      latest_flow_runs: [
        {
          id: '2cc0d4fe-364b-4fc6-95c3-b02281ca4ff3',
          name: 'run-Łódź',
          flow_name: 'étl-日本語',
          state_type: 'RUNNING',
          state_name: 'Running',
          expected_start_time: '2026-11-23T06:11:00.000000Z',
          start_time: '2026-11-23T06:11:12.587079Z',
          end_time: null,
          estimated_run_time_us: null,
          estimated_start_time_delta_us: 12_587_079,
          task_run_count: 2,
          states: [
            { type: 'PENDING', name: 'Pending', timestamp: '2026-11-23T06:11:00.000000Z', duration_us: 12_587_079 },
            { type: 'FAILED', name: 'Failed', timestamp: '2026-11-23T06:11:12.587079Z', duration_us: null },
          ],
        },
      ],
      late_flow_run_count: 2,
      late_flow_runs: [
        {
          id: '7f2c9d0e-92d1-4a52-8b1c-9be93c5f0a11',
          name: 'nightly-7',
          flow_name: 'nightly',
          state_name: 'Late',
          expected_start_time: '2026-11-23T05:00:00.000000Z',
          estimated_start_time_delta_us: 90_000_000_000,
        },
      ],
    });
  });

  it('lets no control character of a name through, and loses none', () => {
    const name = 'a\u009b2Jb\u001b\u007f';
    const [run] = overview.latest;
    const text = jsonOf(database as ShownDatabase, { ...overview, latest: [{ ...run!, name }] });
    expect(text.replaceAll('\n', '')).to.not.match(/\p{Cc}/u);
    expect(JSON.parse(text)).to.have.nested.property('latest_flow_runs[0].name', name);
  });
});
