import type { StateCount } from '../../services/overview/index.ts';
import { fit } from '../terminal/width.ts';
import type { Look } from './render.ts';

const typeWidth = 12;
const numberWidth = 11;

/** Runs by state: a line a type of state, with a bar for the flow runs. */
export function renderCounts(counts: readonly StateCount[], { width, paint }: Look): string[] {
  const title = paint.title('Runs by state');
  if (counts.length === 0) {
    return [title, '  There are no runs yet.'];
  }
  const most = Math.max(...counts.map(({ flowRuns }) => flowRuns), 1);
  const room = Math.min(40, width - 2 - typeWidth - 2 * numberWidth - 2);
  const rows = counts.map((count) => {
    const bar = '█'.repeat(Math.ceil((count.flowRuns / most) * room));
    const { type } = count;
    return `  ${paint.state(type, fit(type ?? 'no state', typeWidth))}${numbers(count)}  ${paint.state(type, bar)}`.trimEnd();
  });
  return [title, paint.faint(header()), ...rows, `  ${fit('in all', typeWidth)}${numbers(totalOf(counts))}`];
}

function header(): string {
  return `  ${fit('', typeWidth)}${fit('flow runs', numberWidth, 'right')}${fit('task runs', numberWidth, 'right')}`;
}

function numbers({ flowRuns, taskRuns }: Omit<StateCount, 'type'>): string {
  return fit(String(flowRuns), numberWidth, 'right') + fit(String(taskRuns), numberWidth, 'right');
}

function totalOf(counts: readonly StateCount[]): Omit<StateCount, 'type'> {
  return {
    flowRuns: counts.reduce((sum, { flowRuns }) => sum + flowRuns, 0),
    taskRuns: counts.reduce((sum, { taskRuns }) => sum + taskRuns, 0),
  };
}
