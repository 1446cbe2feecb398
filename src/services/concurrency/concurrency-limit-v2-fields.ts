import * as z from 'zod';
import { count, flag, name } from '../input.ts';

/** What of a limit its maker may say. */
export const concurrencyLimitV2Fields = {
  /** Whether it is in force. */
  active: flag.optional(),
  /** Unique. `tag:<tag>` limits the tasks with a tag. */
  name: name.min(1, { error: 'is empty.' }),
  /** How many slots there are. */
  limit: count,
  activeSlots: count.optional(),
  deniedSlots: count.optional(),
  /** How many slots are given back each second without being released. */
  slotDecayPerSecond: z.number({ error: 'is not a number.' }).min(0, { error: 'is less than 0.' }).optional(),
};
