import { expect } from 'chai';
import { renderOverview } from '../../../src/cli/overview/render.ts';
import { paintFor } from '../../../src/cli/terminal/paint.ts';
import { widthOf } from '../../../src/cli/terminal/width.ts';
import type { HistoryEntry, Overview, RunSummary } from '../../../src/services/overview.ts';

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
  started: instant('06:11:12.587079'),
  ended: instant('06:11:15.784049'),
  runTime: Temporal.Duration.from('PT3.19697S'),
  taskRuns: 14,
  history: [
    entry('PENDING', 'Pending', '06:11:12.540931', 'PT0.046148S'),
    entry('RUNNING', 'Running', '06:11:12.587079', 'PT3.19697S'),
    entry('COMPLETED', 'Completed', '06:11:15.784049'),
  ],
};

const overview: Overview = {
  counts: [
    { type: 'RUNNING', flowRuns: 1, taskRuns: 0 },
    { type: 'COMPLETED', flowRuns: 2, taskRuns: 35 },
    { type: null, flowRuns: 0, taskRuns: 1 },
  ],
  latest: [run],
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
      'Latest flow runs',
      '  NAME              FLOW          STATE          STARTED (UTC)          RUN TIME',
      '  run-Łódź          étl-日本語    Completed      2026-11-23 06:11:12      3.19 s',
      '    Pending 46 ms → Running 3.19 s → Completed (14 task runs)',
    ]);
  });

  it('says so when there is nothing to show', () => {
    expect(renderOverview({ counts: [], latest: [] }, plain)).to.deep.equal([
      'Runs by state',
      '  There are no runs yet.',
      '',
      'Latest flow runs',
      '  No flow run has started yet.',
    ]);
  });

  it('stays within the width, whatever the names', () => {
    const long = { ...run, name: '走れ'.repeat(40), flow: 'f'.repeat(90), state: 'AwaitingRetryForAVeryLongTime' };
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

  it('lets no control character of a name through', () => {
    const lines = renderOverview({ ...overview, latest: [{ ...run, name: '\u001b[2J', flow: 'a\nb' }] }, plain);
    expect(lines.join('')).to.not.match(/[\u0000-\u001f]/);
  });

  it('colours states without telling more by it', () => {
    const painted = renderOverview(overview, { ...plain, paint: paintFor(true) });
    expect(painted.join('\n')).to.contain('\u001b[32m');
    // oxlint-disable-next-line no-control-regex -- these are what colour is made of
    expect(painted.map((line) => line.replaceAll(/\u001b\[\d+m/g, ''))).to.deep.equal(renderOverview(overview, plain));
  });
});
