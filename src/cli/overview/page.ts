import { overviewOf } from '../../services/overview.ts';
import type { ShownDatabase } from '../databases/shown.ts';
import { cut, printable } from '../terminal/width.ts';
import { type Look, renderOverview } from './render.ts';

/** What `show` prints of an open database. */
export async function pageOf(database: ShownDatabase, { latest }: { latest: number }, look: Look): Promise<string> {
  const overview = await overviewOf(database.orm.em.fork(), { latest });
  const heading = [look.paint.title(cut(printable(database.title), look.width)), ...database.notes];
  return [...heading, '', ...renderOverview(overview, look), ''].join('\n');
}
