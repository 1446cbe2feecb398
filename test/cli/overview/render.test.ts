import { expect } from 'chai';
import { renderOverview } from '../../../src/cli/overview/render.ts';
import { paintFor } from '../../../src/cli/terminal/paint.ts';
import { widthOf } from '../../../src/cli/terminal/width.ts';
import type { HistoryEntry, Overview, RunSummary } from '../../../src/services/overview/index.ts';

const plain = { width: 80, paint: paintFor(false) };
const instant = (time: string): Temporal.Instant => Temporal.Instant.from(`2026-11-23T${time}Z`);

function entry(type: HistoryEntry['type'], state: string, entered: string, lasted?: string): HistoryEntry {
  return { type, state, entered: instant(entered), lasted: lasted ? Temporal.Duration.from(lasted) : null };
}

const run: RunSummary = {
  id: '2cc0d4fe-364b-4fc6-95c3-b02281ca4ff3',
  name: 'run-Łódź',
  flow: 'étl-日本語',
  type: 'COMPLETED',
  state: 'Completed',
  expected: instant('06:11:12.540931'),
  started: instant('06:11:12.587079'),
  ended: instant('06:11:15.784049'),
  runTime: Temporal.Duration.from('PT3.19697S'),
  lateness: Temporal.Duration.from('PT0.046148S'),
  taskRuns: 14,
  history: [
    entry('PENDING', 'Pending', '06:11:12.540931', 'PT0.046148S'),
    entry('RUNNING', 'Running', '06:11:12.587079', 'PT3.19697S'),
    entry('COMPLETED', 'Completed', '06:11:15.784049'),
  ],
};

const overview: Overview = {
  moment: instant('16:12:00'),
  counts: [
    { type: 'RUNNING', flowRuns: 1, taskRuns: 0 },
    { type: 'COMPLETED', flowRuns: 2, taskRuns: 35 },
    { type: null, flowRuns: 0, taskRuns: 1 },
  ],
  latest: [run],
  late: {
    count: 3,
    runs: [
      {
        id: '7f2c9d0e-92d1-4a52-8b1c-9be93c5f0a11',
        name: 'nightly-7',
        flow: 'étl-日本語',
        state: 'Late',
        expected: instant('05:00:00'),
        lateness: Temporal.Duration.from('PT11H12M'),
      },
    ],
  },
};

describe('the overview as text', () => {
  it('shows runs by state and the latest runs with their histories', () => {
    expect(renderOverview(overview, plain)).to.deep.equal([
      'Runs by state',
      '                flow runs  task runs',
      '  RUNNING               1          0  ████████████████████',
      '  COMPLETED             2         35  ████████████████████████████████████████',
      '  no state              0          1',
      '  in all                3         36',
      '',
      'Latest flow runs, each with its life as a bar',
      '  ░ pending  █ running  ✓ completed',
      '  NAME             FLOW          STATE          STARTED (UTC)           RUN TIME',
      '  run-Łódź         étl-日本語    Completed      2026-11-23 06:11:12       3.19 s',
      // 46 ms are 0.85 of the 60 cells that three states leave of 63
      `    ░░${'█'.repeat(60)}✓  3.24 s`,
      '    Pending 46 ms → Running 3.19 s → Completed',
      '    (started 46 ms late, 14 task runs)',
      '',
      'Late flow runs, which should have started and have not',
      '  NAME             FLOW          STATE          EXPECTED (UTC)              LATE',
      '  nightly-7        étl-日本語    Late           2026-11-23 05:00:00  11 h 12 min',
      '  and 2 more',
    ]);
  });

  it('says so when there is nothing to show', () => {
    const nothing = { ...overview, counts: [], latest: [], late: { count: 0, runs: [] } };
    expect(renderOverview(nothing, plain)).to.deep.equal([
      'Runs by state',
      '  There are no runs yet.',
      '',
      'Latest flow runs',
      '  No flow run has started yet.',
      '',
      'Late flow runs',
      '  None: every scheduled run still has time.',
    ]);
  });

  it('stays within the width, whatever the names', () => {
    const history = Array.from({ length: 200 }, () => entry('SCHEDULED', '走れ'.repeat(60), '06:11:12', `P4000D`));
    const long = {
      ...run,
      name: '走れ'.repeat(40),
      flow: 'f'.repeat(90),
      state: 'AwaitingRetryForAVeryLongTime',
      history,
    };
    for (const width of [72, 80, 120]) {
      for (const line of renderOverview({ ...overview, latest: [long] }, { ...plain, width })) {
        expect(widthOf(line), line).to.be.at.most(width);
      }
    }
  });

  it('cuts a long history at its beginning, and says by how much', () => {
    const history = Array.from({ length: 30 }, () => entry('SCHEDULED', 'AwaitingRetry', '06:11:12', 'PT1S'));
    const lines = renderOverview({ ...overview, latest: [{ ...run, history }] }, plain);
    expect(lines.join('\n')).to.contain('18 earlier → AwaitingRetry 1.00 s →');
  });

  it('says what goes on how it is going on, and what lies ahead when', () => {
    const shown = (last: HistoryEntry) =>
      renderOverview({ ...overview, latest: [{ ...run, history: [last] }] }, plain).join('\n');
    expect(shown(entry('PAUSED', 'Suspended', '06:11:12', 'PT65S'))).to.contain('    Suspended 1 min 05 s so far');
    expect(shown(entry('SCHEDULED', 'AwaitingRetry', '07:11:12', '-PT1H'))).to.contain(
      '    AwaitingRetry in 1 h 00 min',
    );
  });

  it('shows a run of which little is known', () => {
    const unknown = {
      ...run,
      type: null,
      state: null,
      runTime: null,
      lateness: Temporal.Duration.from('PT0S'),
      taskRuns: 0,
      history: [],
    };
    expect(renderOverview({ ...overview, latest: [unknown] }, plain).slice(7, 11)).to.deep.equal([
      'Latest flow runs, each with its life as a bar',
      '  NAME             FLOW          STATE          STARTED (UTC)           RUN TIME',
      '  run-Łódź         étl-日本語    no state       2026-11-23 06:11:12      unknown',
      '    no states',
    ]);
  });

  it('lets no control character of a name through', () => {
    const lines = renderOverview({ ...overview, latest: [{ ...run, name: '\u001b[2J', flow: 'a\nb' }] }, plain);
    expect(lines.join('')).to.not.match(/[\u0000-\u001f]/);
  });

  it('leaves the state of a newer server without a colour', () => {
    expect(paintFor(true).state('constructor' as HistoryEntry['type'], 'Resuming')).to.equal('Resuming');
  });

  it('colours states without telling more by it', () => {
    const painted = renderOverview(overview, { ...plain, paint: paintFor(true) });
    expect(painted.join('\n')).to.contain('\u001b[32m');
    // oxlint-disable-next-line no-control-regex -- these are what colour is made of
    expect(painted.map((line) => line.replaceAll(/\u001b\[\d+m/g, ''))).to.deep.equal(renderOverview(overview, plain));
  });
});
