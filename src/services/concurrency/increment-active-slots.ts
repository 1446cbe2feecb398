import type { EntityManager } from '@mikro-orm/core';
import { wholeNumber } from '../../queries/arguments.ts';
import { sql } from '../../queries/statement.ts';
import { changeActiveLimits } from './change-active-limits.ts';
import { activeSlotsAfterDecay, deniedSlotsAfterDecay } from './decayed-slots.ts';

/**
 * Takes slots of limits, of each as many. A limit is left alone that is not active, or has fewer to give; what time has given back is taken
 * off first. The slots that the others gave stay taken. Limits that are loaded keep what they say until they are refreshed.
 *
 * On SQLite the time between two writes is not exact, as in the reference: a slot may come back a moment later than it should.
 *
 * @returns whether all gave them; never where an id is given twice
 * @throws {@link InvalidArgumentError} for what is no id, or no number of slots; nothing is written
 */
export async function incrementActiveSlots(em: EntityManager, ids: readonly string[], slots: number): Promise<boolean> {
  const more = wholeNumber('slots', slots);
  return changeActiveLimits(em, ids, (dialect) => {
    const active = sql`${activeSlotsAfterDecay(dialect)} + ${more}`;
    return {
      set: sql`active_slots = ${active}, denied_slots = ${deniedSlotsAfterDecay(dialect)}`,
      where: sql`${active} <= "limit"`,
    };
  });
}
