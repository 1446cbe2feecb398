import type { EntityManager } from '@mikro-orm/core';
import * as z from 'zod';
import { ConcurrencyLimit, now } from '../../domain/index.ts';
import { uniqueUpsertColumns } from '../../orm-config/unique-upsert-columns.ts';
import { insertOnConflict } from '../../queries/insert-on-conflict.ts';
import { checked, count, inputOf, text, uuid } from '../input.ts';
import { inTransaction } from '../transaction.ts';

const newConcurrencyLimit = inputOf({
  id: uuid.optional(),
  tag: text,
  /** How many task runs with the tag may run at once. */
  concurrencyLimit: count,
  /** The ids of the task runs that hold a slot. */
  activeSlots: z.array(uuid, { error: 'is not a list of UUIDs.' }).optional(),
});

/** A limit by tag that is to be there. */
export type NewConcurrencyLimit = z.input<typeof newConcurrencyLimit>;

/**
 * Limits the task runs with a tag, or changes the limit that there is: its slots stay with those that hold them.
 *
 * @throws {@link InvalidArgumentError} for an input that makes no sense; nothing is written
 */
export async function createConcurrencyLimit(em: EntityManager, limit: NewConcurrencyLimit): Promise<ConcurrencyLimit> {
  const values = checked('limit', newConcurrencyLimit, limit);
  const { tag, concurrencyLimit } = values;
  return inTransaction(em, async (tx) => {
    const key = uniqueUpsertColumns.concurrencyLimitUniqueUpsertColumns;
    const set = { concurrencyLimit, updated: now() };
    await insertOnConflict<ConcurrencyLimit>(tx, ConcurrencyLimit, values, key, { set });
    return tx.findOneOrFail(ConcurrencyLimit, { tag }, { refresh: true });
  });
}
