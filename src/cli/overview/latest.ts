import type { RunSummary } from '../../services/overview/index.ts';
import { spelledDuration, spelledInstant } from '../terminal/times.ts';
import { renderBar, renderLegend } from './bar.ts';
import { renderHistory } from './history.ts';
import type { Look } from './render.ts';
import { Table } from './table.ts';

/** The latest runs: what each is, its life as a bar, and the same in words. */
export function renderLatest(runs: readonly RunSummary[], look: Look): string[] {
  if (runs.length === 0) {
    return [look.paint.title('Latest flow runs'), '  No flow run has started yet.'];
  }
  const table = new Table(look);
  return [
    look.paint.title('Latest flow runs, each with its life as a bar'),
    ...renderLegend(runs, look),
    table.heading('STARTED', 'RUN TIME'),
    ...runs.flatMap((run) => [rowOf(run, table), ...renderBar(run, look), ...renderHistory(run, look)]),
  ];
}

function rowOf({ name, flow, type, state, started, runTime }: RunSummary, table: Table): string {
  const time = started ? spelledInstant(started) : '';
  return table.row({ name, flow, type, state, time, duration: runTime ? spelledDuration(runTime) : 'unknown' });
}
