import type { HistoryEntry, RunSummary } from '../../services/overview/index.ts';
import { spelledDuration } from '../terminal/times.ts';
import { cut, printable } from '../terminal/width.ts';
import { wrap } from '../terminal/wrap.ts';
import type { Look } from './render.ts';

const indent = '    ';

// a run that is retried or paused often has a history of hundreds
const shown = 12;

/** `Pending 46 ms → Running 3.19 s → Completed`: the states of a run in order, with the time spent in each. */
export function renderHistory(run: RunSummary, { width, paint }: Look): string[] {
  const earlier = run.history.length - shown;
  const path = [...(earlier > 0 ? [`${earlier} earlier`] : []), ...statesOf(run.history, width)];
  const pieces = [...path.slice(0, -1).map((piece) => `${piece} →`), path.at(-1) ?? 'no states', ...factsOf(run)];
  return wrap(pieces, ' ', width, indent).map(paint.faint);
}

function statesOf(history: readonly HistoryEntry[], width: number): string[] {
  const states = history.slice(-shown);
  return states.map(({ state, lasted }, index) => {
    const name = cut(printable(state), width - indent.length - 24);
    return lasted === null ? name : `${name} ${index < states.length - 1 ? spelledDuration(lasted) : soFar(lasted)}`;
  });
}

function soFar(lasted: Temporal.Duration): string {
  return lasted.sign < 0 ? `in ${spelledDuration(lasted.negated())}` : `${spelledDuration(lasted)} so far`;
}

function factsOf({ lateness, taskRuns }: RunSummary): string[] {
  const facts = [
    ...(lateness.blank ? [] : [`started ${spelledDuration(lateness)} late`]),
    ...(taskRuns > 0 ? [`${taskRuns} task run${taskRuns === 1 ? '' : 's'}`] : []),
  ];
  return facts.length > 0 ? [`(${facts.join(', ')})`] : [];
}
