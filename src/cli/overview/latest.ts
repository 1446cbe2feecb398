import type { RunSummary } from '../../services/overview.ts';
import { spelledDuration, spelledInstant } from '../terminal/times.ts';
import { fit, printable } from '../terminal/width.ts';
import { renderHistory } from './history.ts';
import type { Look } from './render.ts';

interface Column {
  readonly title: string;
  readonly width: number;
  readonly align?: 'right';
}

/** The latest runs: two lines a run or more, what it is and how it went. */
export function renderLatest(runs: readonly RunSummary[], look: Look): string[] {
  const title = look.paint.title('Latest flow runs');
  if (runs.length === 0) {
    return [title, '  No flow run has started yet.'];
  }
  const columns = columnsFor(look.width);
  const heading = line(
    columns,
    columns.map((column) => column.title),
  );
  return [title, look.paint.faint(heading), ...runs.flatMap((run) => renderRun(run, columns, look))];
}

/** Names get what the other columns leave. */
function columnsFor(width: number): Column[] {
  const fixed: Column[] = [
    { title: 'STATE', width: 13 },
    { title: 'STARTED (UTC)', width: 19 },
    { title: 'RUN TIME', width: 10, align: 'right' },
  ];
  const rest = Math.max(20, width - 2 - fixed.reduce((sum, column) => sum + column.width + 2, 0));
  const flow = Math.min(30, Math.floor((rest - 2) * 0.45));
  const name = Math.min(40, rest - 2 - flow);
  return [{ title: 'NAME', width: name }, { title: 'FLOW', width: flow }, ...fixed];
}

function line(
  columns: readonly Column[],
  cells: readonly string[],
  paintCell: (text: string, index: number) => string = (text) => text,
): string {
  const fitted = columns.map(({ width, align }, index) => paintCell(fit(cells[index] ?? '', width, align), index));
  return `  ${fitted.join('  ')}`.trimEnd();
}

function renderRun(run: RunSummary, columns: readonly Column[], look: Look): string[] {
  const cells = [
    printable(run.name),
    printable(run.flow),
    printable(run.state ?? run.type ?? 'no state'),
    run.started ? spelledInstant(run.started) : '',
    run.type === 'RUNNING' ? 'running' : spelledDuration(run.runTime),
  ];
  return [
    line(columns, cells, (text, index) => (index === 2 ? look.paint.state(run.type, text) : text)),
    ...renderHistory(run, look),
  ];
}
