import type { EntityManager } from '@mikro-orm/core';
import { ConcurrencyLimit } from '../../domain/index.ts';
import { ids as validIds } from '../../queries/arguments.ts';
import { inTransaction } from '../transaction.ts';
import { updateRow } from '../update-row.ts';
import { type ConcurrencyLimitKey, whereConcurrencyLimit } from './concurrency-limit-key.ts';

/**
 * Takes the slots of a limit from the task runs that hold them.
 *
 * @param activeSlots the ids of the task runs that hold them from now on
 * @returns null where there is no such limit
 * @throws {@link InvalidArgumentError} for a key or an id that is none; nothing is written
 */
export async function resetConcurrencyLimit(
  em: EntityManager,
  key: ConcurrencyLimitKey,
  activeSlots: readonly string[] = [],
): Promise<ConcurrencyLimit | null> {
  const where = whereConcurrencyLimit(key);
  const changes = { activeSlots: validIds('activeSlots', activeSlots) };
  return inTransaction(em, (tx) => updateRow(tx, ConcurrencyLimit, where, changes));
}
