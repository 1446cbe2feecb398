import type { LateRuns } from '../../services/overview/index.ts';
import { spelledDuration, spelledInstant } from '../terminal/times.ts';
import type { Look } from './render.ts';
import { Table } from './table.ts';

/** What runs late: scheduled runs that should have started and have not, most late first. */
export function renderLate({ count, runs }: LateRuns, look: Look): string[] {
  if (count === 0) {
    return [look.paint.title('Late flow runs'), '  None: every scheduled run still has time.'];
  }
  const table = new Table(look);
  const rows = runs.map(({ name, flow, state, expected, lateness }) =>
    table.row({
      name,
      flow,
      type: 'SCHEDULED',
      state,
      time: spelledInstant(expected),
      duration: spelledDuration(lateness),
    }),
  );
  const more = count > runs.length ? [`  and ${count - runs.length} more`] : [];
  return [
    look.paint.title('Late flow runs, which should have started and have not'),
    table.heading('EXPECTED', 'LATE'),
    ...rows,
    ...more,
  ];
}
