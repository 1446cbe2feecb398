import type * as z from 'zod';
import { idOr } from '../id-or.ts';
import { checked } from '../input.ts';

const concurrencyLimitV2Key = idOr('name');

/** Which limit: by its id, or by its name. */
export type ConcurrencyLimitV2Key = z.input<typeof concurrencyLimitV2Key>;

/** The condition that finds it. */
export function whereConcurrencyLimitV2(key: ConcurrencyLimitV2Key): ConcurrencyLimitV2Key {
  return checked('key', concurrencyLimitV2Key, key);
}
