import type { StateType } from '../../domain/index.ts';
import type { HistoryEntry, RunSummary } from '../../services/overview/index.ts';
import { spelledDuration } from '../terminal/times.ts';
import { wrap } from '../terminal/wrap.ts';
import type { Look } from './render.ts';

const fills = new Map<StateType, string>([
  ['SCHEDULED', '·'],
  ['PENDING', '░'],
  ['RUNNING', '█'],
  ['PAUSED', '='],
  ['CANCELLING', '▒'],
  ['COMPLETED', '✓'],
  ['FAILED', '✗'],
  ['CANCELLED', 'x'],
  ['CRASHED', '!'],
]);

// what a newer server may write
const unknown = '?';

// in front of a state that its fill would not tell from the one before
const boundary = '|';

const indent = '    ';
const lifeWidth = 11;

/** What the fills of the bars mean, as far as the runs have them. */
export function renderLegend(runs: readonly RunSummary[], { width, paint }: Look): string[] {
  const types = new Set(runs.flatMap(({ history }) => history.map(({ type }) => type)));
  const known = [...fills].filter(([type]) => types.delete(type));
  const pieces = known.map(([type, fill]) => `${fill} ${type.toLowerCase()}`);
  const other = types.size > 0 ? [`${unknown} other`] : [];
  return runs.some(({ history }) => history.length > 0)
    ? wrap([...pieces, ...other], '  ', width, '  ').map(paint.faint)
    : [];
}

/** `░░░██████████████✓  3.24 s`: the life of a run on its own scale, and how long it was. A state has a cell at least. */
export function renderBar({ history }: RunSummary, { width, paint }: Look): string[] {
  const room = width - indent.length - 2 - lifeWidth;
  const shown = history.slice(-room);
  if (shown.length === 0) {
    return [];
  }
  const spans = shown.map(({ lasted }) => Math.max(0, lasted?.total({ unit: 'microseconds' }) ?? 0));
  const cells = shareOut(room, spans);
  const bar = shown.map((entry, index) => paint.state(entry.type, segment(entry, shown[index - 1], cells[index]!)));
  const life = spans.reduce((sum, span) => sum + span, 0);
  return [`${indent}${bar.join('')}  ${spelledDuration(Temporal.Duration.from({ microseconds: Math.trunc(life) }))}`];
}

function segment({ type }: HistoryEntry, before: HistoryEntry | undefined, cells: number): string {
  const fill = fills.get(type) ?? unknown;
  return before && (fills.get(before.type) ?? unknown) === fill
    ? boundary + fill.repeat(cells - 1)
    : fill.repeat(cells);
}

/** One cell for each span, and the others in proportion. */
function shareOut(cells: number, spans: readonly number[]): number[] {
  const all = spans.reduce((sum, span) => sum + span, 0);
  const free = all > 0 ? cells - spans.length : 0;
  let before = 0;
  return spans.map((span) => {
    const start = Math.round((before / (all || 1)) * free);
    before += span;
    return 1 + Math.round((before / (all || 1)) * free) - start;
  });
}
