import type { EntityManager } from '@mikro-orm/core';
import type * as z from 'zod';
import { ConcurrencyLimitV2 } from '../../domain/index.ts';
import { checked, inputOf } from '../input.ts';
import { inTransaction } from '../transaction.ts';
import { updateRow } from '../update-row.ts';
import { concurrencyLimitV2Fields } from './concurrency-limit-v2-fields.ts';
import { type ConcurrencyLimitV2Key, whereConcurrencyLimitV2 } from './concurrency-limit-v2-key.ts';

const concurrencyLimitV2Changes = inputOf(concurrencyLimitV2Fields).partial();

/** What of a limit may change. */
export type ConcurrencyLimitV2Changes = z.input<typeof concurrencyLimitV2Changes>;

/**
 * Changes a limit. As in the reference, this counts as a write: what time has given back of its slots until now, it does not give back any
 * more.
 *
 * @returns null where there is none
 * @throws {@link InvalidArgumentError} for an input that makes no sense; nothing is written
 * @throws UniqueConstraintViolationException where another one has the name
 */
export async function updateConcurrencyLimitV2(
  em: EntityManager,
  key: ConcurrencyLimitV2Key,
  changes: ConcurrencyLimitV2Changes,
): Promise<ConcurrencyLimitV2 | null> {
  const where = whereConcurrencyLimitV2(key);
  const values = checked('changes', concurrencyLimitV2Changes, changes);
  return inTransaction(em, (tx) => updateRow(tx, ConcurrencyLimitV2, where, values));
}
