import type { EntityManager } from '@mikro-orm/core';
import * as z from 'zod';
import { SavedSearch } from '../../domain/index.ts';
import { uniqueUpsertColumns } from '../../orm-config/unique-upsert-columns.ts';
import { insertOnConflict } from '../../queries/insert-on-conflict.ts';
import { checked, inputOf, json, text, uuid } from '../input.ts';
import { inTransaction } from '../transaction.ts';

const filter = inputOf({ object: text, property: text, type: text, operation: text, value: json });

const newSavedSearch = inputOf({
  id: uuid.optional(),
  /** Unique. */
  name: text,
  /** As the user interface sends them. */
  filters: z.array(filter, { error: 'is not a list of filters.' }).optional(),
});

/** A search that is to be there. */
export type NewSavedSearch = z.input<typeof newSavedSearch>;

/**
 * Makes a saved search, or gives the one of this name other filters; nothing else of it changes, not even `updated`.
 *
 * @throws {@link InvalidArgumentError} for an input that makes no sense; nothing is written
 */
export async function createSavedSearch(em: EntityManager, savedSearch: NewSavedSearch): Promise<SavedSearch> {
  const { filters = [], ...values } = checked('savedSearch', newSavedSearch, savedSearch);
  const key = uniqueUpsertColumns.savedSearchUniqueUpsertColumns;
  return inTransaction(em, async (tx) => {
    await insertOnConflict(tx, SavedSearch, { ...values, filters }, key, { set: { filters } });
    return tx.findOneOrFail(SavedSearch, { name: values.name }, { refresh: true });
  });
}
