import type { Overview } from '../../services/overview/index.ts';
import type { ShownDatabase } from '../databases/shown.ts';
import { cut, printable } from '../terminal/width.ts';
import { type Invocation, renderNextSteps } from './next-steps.ts';
import { type Look, renderOverview } from './render.ts';

/** What `show` prints of a database for people. */
export function pageOf({ kind, name, notes }: ShownDatabase, overview: Overview, look: Look): string {
  const heading = [look.paint.title(cut(printable(`${kind} ${name}`), look.width)), ...notes];
  return [...heading, '', ...renderOverview(overview, look), '', ...renderNextSteps(invocation(), look), ''].join('\n');
}

function invocation(): Invocation {
  return process.env['npm_lifecycle_event'] === 'start' ? 'npm start --' : 'prefect-orm show';
}
