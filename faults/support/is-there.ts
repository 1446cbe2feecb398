import { existsSync } from 'node:fs';
import { pathOf } from '../../test/support/databases/index.ts';

/** Whether there is a database: a file of SQLite may not have been made. */
export function isThere(url: string): boolean {
  return !url.startsWith('sqlite') || existsSync(pathOf({ url }));
}
