import { expect } from 'chai';
import { renderBar, renderLegend } from '../../../src/cli/overview/bar.ts';
import { paintFor } from '../../../src/cli/terminal/paint.ts';
import type { HistoryEntry, RunSummary } from '../../../src/services/overview/index.ts';

// 4 + 20 + 2 + 11 cells: the indent, the bar, a gap, and the length of the life
const look = { width: 37, paint: paintFor(false) };

type Lasted = readonly [type: string, duration: string | null];

function runWith(...states: readonly Lasted[]): RunSummary {
  const history = states.map(([type, duration]) => ({
    type: type as HistoryEntry['type'],
    state: type,
    entered: Temporal.Instant.from('2026-11-23T06:11:12Z'),
    lasted: duration === null ? null : Temporal.Duration.from(duration),
  }));
  return { history } as Partial<RunSummary> as RunSummary;
}

function barOf(...states: readonly Lasted[]): string[] {
  return renderBar(runWith(...states), look);
}

describe('the life of a run as a bar', () => {
  it('gives each state a cell, and shares out the others by time', () => {
    // 17 more cells for 17 seconds
    expect(barOf(['PENDING', 'PT5S'], ['RUNNING', 'PT12S'], ['COMPLETED', null])).to.deep.equal([
      '    ░░░░░░█████████████✓  17.00 s',
    ]);
  });

  it('has a cell for a state that lasted next to nothing', () => {
    expect(barOf(['PENDING', 'PT0.000001S'], ['RUNNING', 'PT24H'], ['FAILED', null])).to.deep.equal([
      '    ░██████████████████✗  1 d 00 h',
    ]);
  });

  it('draws a boundary between two states of one fill', () => {
    // 17 more cells for 17 seconds
    expect(barOf(['SCHEDULED', 'PT7S'], ['SCHEDULED', 'PT10S'], ['CANCELLED', null])).to.deep.equal([
      '    ········|··········x  17.00 s',
    ]);
  });

  it('takes a time before the beginning for none', () => {
    expect(barOf(['PENDING', '-PT3S'], ['RUNNING', 'PT18S'])).to.deep.equal(['    ░███████████████████  18.00 s']);
  });

  it('is as short as its states when no time went by', () => {
    expect(barOf(['PENDING', 'PT0S'], ['CRASHED', null])).to.deep.equal(['    ░!  0 s']);
  });

  it('shows the end of a life with more states than cells', () => {
    const retries = Array.from({ length: 30 }, () => ['FAILED', 'PT1S'] as const);
    expect(barOf(...retries, ['COMPLETED', null])).to.deep.equal([`    ✗${'|'.repeat(18)}✓  19.00 s`]);
  });

  it('is left out for a run without states', () => {
    expect(barOf()).to.deep.equal([]);
  });

  it('comes with a legend of what occurs in it, a type of a newer server too', () => {
    const runs = [runWith(['RESUMING', 'PT1S'], ['PAUSED', 'PT1S']), runWith(['PENDING', 'PT1S'])];
    expect(renderLegend(runs, look)).to.deep.equal(['  ░ pending  = paused  ? other']);
    expect(renderBar(runs[0]!, look)).to.deep.equal(['    ??????????==========  2.00 s']);
    expect(renderLegend([runWith()], look)).to.deep.equal([]);
  });
});
