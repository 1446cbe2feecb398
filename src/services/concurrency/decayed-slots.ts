import { sql, type Statement } from '../../queries/statement.ts';
import type { ConcurrencyDialect } from './dialects/index.ts';

/** How long a slot counts as held at least, in seconds, however quickly its holders give it back. */
export const shortestOccupancy = 0.1;

/** How long a Prefect server has a client wait for a slot at most, in seconds, by its own defaults: 10 for the limit of a tag, else 30. */
const longestWait = sql`case when name like 'tag:%' then 10.0 else 30.0 end`;

/** Of the slots in use at the last write those that time has not given back since. */
export function activeSlotsAfterDecay(dialect: ConcurrencyDialect): Statement {
  return afterDecay(dialect, sql`active_slots`, sql`slot_decay_per_second`);
}

/**
 * Of the slots asked for in vain those that still count. Without a decay of its own a limit forgets one in the time for which a slot is
 * held, which counts as no shorter than {@link shortestOccupancy} and no longer than clients wait.
 */
export function deniedSlotsAfterDecay(dialect: ConcurrencyDialect): Statement {
  const longest = dialect.lesser(sql`avg_slot_occupancy_seconds`, longestWait);
  const occupancy = dialect.greater(sql`${shortestOccupancy}`, longest);
  const rate = sql`case when slot_decay_per_second > 0 then slot_decay_per_second else 1.0 / ${occupancy} end`;
  return afterDecay(dialect, sql`denied_slots`, rate);
}

function afterDecay(dialect: ConcurrencyDialect, slots: Statement, perSecond: Statement): Statement {
  const gone = sql`floor(${dialect.sumSince(sql`updated`, perSecond)})`;
  // the last write may lie after the moment at which PostgreSQL's transaction began, which is its present one
  const given = dialect.greater(sql`0`, gone);
  return dialect.greater(sql`0`, sql`${slots} - ${given}`);
}
