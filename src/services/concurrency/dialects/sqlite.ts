import { sql } from '../../../queries/statement.ts';
import type { ConcurrencyDialect } from './dialect.ts';

export const sqliteConcurrency: ConcurrencyDialect = {
  now: sql`strftime('%Y-%m-%d %H:%M:%f000', 'now')`,
  // in this order, as the reference does it here: days are not exact to the microsecond, and two seconds may be a little less
  sumSince: (column, perSecond) => sql`(${perSecond}) * (julianday('now') - julianday(${column})) * 86400.0`,
  greater: (a, b) => sql`max(${a}, ${b})`,
  lesser: (a, b) => sql`min(${a}, ${b})`,
};
