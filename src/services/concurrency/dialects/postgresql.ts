import { sql } from '../../../queries/statement.ts';
import type { ConcurrencyDialect } from './dialect.ts';

export const postgresqlConcurrency: ConcurrencyDialect = {
  now: sql`now()`,
  sumSince: (column, perSecond) => sql`(${perSecond}) * extract(epoch from now() - ${column})`,
  greater: (a, b) => sql`greatest(${a}, ${b})`,
  lesser: (a, b) => sql`least(${a}, ${b})`,
};
