import type * as z from 'zod';
import { idOr } from '../id-or.ts';
import { checked } from '../input.ts';

const workPoolKey = idOr('name');

/** Which pool: by its id, or by its name. */
export type WorkPoolKey = z.input<typeof workPoolKey>;

/** The condition that finds it. */
export function whereWorkPool(key: WorkPoolKey): WorkPoolKey {
  return checked('key', workPoolKey, key);
}
