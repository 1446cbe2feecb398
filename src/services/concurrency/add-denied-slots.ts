import type { EntityManager } from '@mikro-orm/core';
import { wholeNumber } from '../../queries/arguments.ts';
import { sql } from '../../queries/statement.ts';
import { changeActiveLimits } from './change-active-limits.ts';
import { deniedSlotsAfterDecay } from './decayed-slots.ts';

/**
 * Notes that slots of limits were asked for in vain, of each as many, beside those that are not forgotten yet. A limit that is not active is
 * left alone. As in the reference, this counts as a write of the limit: what time has given back of the slots in use until now, it does not
 * give back any more.
 *
 * @returns whether all took note; never where an id is given twice
 * @throws {@link InvalidArgumentError} for what is no id, or no number of slots; nothing is written
 */
export async function addDeniedSlots(em: EntityManager, ids: readonly string[], slots: number): Promise<boolean> {
  const more = wholeNumber('slots', slots);
  return changeActiveLimits(em, ids, (dialect) => ({
    set: sql`denied_slots = ${deniedSlotsAfterDecay(dialect)} + ${more}`,
  }));
}
