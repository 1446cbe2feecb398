import type * as z from 'zod';
import { idOr } from '../id-or.ts';
import { checked } from '../input.ts';

const concurrencyLimitKey = idOr('tag');

/** Which limit: by its id, or by its tag. */
export type ConcurrencyLimitKey = z.input<typeof concurrencyLimitKey>;

/** The condition that finds it. */
export function whereConcurrencyLimit(key: ConcurrencyLimitKey): ConcurrencyLimitKey {
  return checked('key', concurrencyLimitKey, key);
}
