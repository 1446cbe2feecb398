import type { EntityManager } from '@mikro-orm/core';
import { wholeNumber } from '../../queries/arguments.ts';
import { InvalidArgumentError } from '../../queries/errors.ts';
import { nothing, sql, type Statement } from '../../queries/statement.ts';
import { changeActiveLimits } from './change-active-limits.ts';
import { activeSlotsAfterDecay, deniedSlotsAfterDecay, shortestOccupancy } from './decayed-slots.ts';

/** How many samples for each slot of a limit the average is made of. */
const samplesPerSlot = 2;

/** How slots were held. */
export interface Occupancy {
  /** How long, all slots together: the limit's average moves towards it. 0 tells nothing. */
  readonly occupancySeconds?: number | undefined;
}

/**
 * Gives slots back to limits, to each as many, down to none taken. A limit that is not active is left alone; what time has given back is
 * taken off first, as {@link incrementActiveSlots} does. The average of a limit of 0 slots stays, where the reference fails.
 *
 * @returns whether all took them; never where an id is given twice
 * @throws {@link InvalidArgumentError} for what is no id, no number of slots or no time; nothing is written
 */
export async function decrementActiveSlots(
  em: EntityManager,
  ids: readonly string[],
  slots: number,
  { occupancySeconds = 0 }: Occupancy = {},
): Promise<boolean> {
  const fewer = wholeNumber('slots', slots);
  const average = averageWith(occupancySeconds, fewer);
  return changeActiveLimits(em, ids, (dialect) => {
    const active = dialect.greater(sql`0`, sql`${activeSlotsAfterDecay(dialect)} - ${fewer}`);
    return { set: sql`active_slots = ${active}, denied_slots = ${deniedSlotsAfterDecay(dialect)}${average}` };
  });
}

function averageWith(seconds: number, slots: number): Statement {
  if (!Number.isFinite(seconds) || seconds < 0) {
    throw new InvalidArgumentError('occupancySeconds', 'is not a number of seconds from 0 up.');
  }
  if (seconds === 0) {
    return nothing;
  }
  if (slots === 0) {
    throw new InvalidArgumentError('slots', 'is 0, and no slot can have been held. Leave occupancySeconds out.');
  }
  const each = sql`cast(${Math.max(seconds / slots, shortestOccupancy)} as double precision)`;
  const samples = sql`("limit" * ${samplesPerSlot})`;
  const moved = sql`avg_slot_occupancy_seconds + (${each} / ${samples}) - (avg_slot_occupancy_seconds / ${samples})`;
  return sql`, avg_slot_occupancy_seconds = case when "limit" > 0 then ${moved} else avg_slot_occupancy_seconds end`;
}
