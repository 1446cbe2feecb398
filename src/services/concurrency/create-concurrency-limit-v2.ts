import type { EntityManager } from '@mikro-orm/core';
import * as z from 'zod';
import { ConcurrencyLimitV2 } from '../../domain/index.ts';
import { checked, inputOf, uuid } from '../input.ts';
import { inTransaction } from '../transaction.ts';
import { concurrencyLimitV2Fields } from './concurrency-limit-v2-fields.ts';

const newConcurrencyLimitV2 = inputOf({
  id: uuid.optional(),
  ...concurrencyLimitV2Fields,
  /** How long a slot is held on average; 2 seconds to begin with. */
  avgSlotOccupancySeconds: z.number({ error: 'is not a number.' }).min(0, { error: 'is less than 0.' }).optional(),
});

/** A limit to be made. */
export type NewConcurrencyLimitV2 = z.input<typeof newConcurrencyLimitV2>;

/**
 * Makes a limit.
 *
 * @throws {@link InvalidArgumentError} for an input that makes no sense; nothing is written
 * @throws UniqueConstraintViolationException where there is one of this name
 */
export async function createConcurrencyLimitV2(
  em: EntityManager,
  limit: NewConcurrencyLimitV2,
): Promise<ConcurrencyLimitV2> {
  const values = checked('limit', newConcurrencyLimitV2, limit);
  return inTransaction(em, async (tx) => {
    const row = new ConcurrencyLimitV2(values);
    await tx.persist(row).flush();
    return row;
  });
}
