import type { HistoryEntry, RunSummary } from '../../services/overview.ts';
import { spelledDuration } from '../terminal/times.ts';
import { printable } from '../terminal/width.ts';
import { wrap } from '../terminal/wrap.ts';
import type { Look } from './render.ts';

const indent = '    ';

// a run that is retried or paused often has a history of hundreds
const shown = 12;

/** `Pending 46 ms → Running 3.19 s → Completed`: the states of a run in order, with the time spent in each. */
export function renderHistory({ history, taskRuns }: RunSummary, { width, paint }: Look): string[] {
  const states = history.slice(-shown).map(spelledState);
  const earlier = history.length - states.length;
  const tasks = taskRuns > 0 ? [`(${taskRuns} task run${taskRuns === 1 ? '' : 's'})`] : [];
  const path = [...(earlier > 0 ? [`${earlier} earlier`] : []), ...states];
  if (path.length === 0) {
    path.push('no states');
  }
  const pieces = [...path.slice(0, -1).map((piece) => `${piece} →`), path.at(-1)!, ...tasks];
  return wrap(pieces, ' ', width, indent).map(paint.faint);
}

function spelledState({ state, lasted }: HistoryEntry): string {
  return lasted === null ? printable(state) : `${printable(state)} ${spelledDuration(lasted)}`;
}
