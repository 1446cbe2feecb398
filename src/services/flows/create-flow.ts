import type { EntityManager } from '@mikro-orm/core';
import type * as z from 'zod';
import { Flow } from '../../domain/index.ts';
import { uniqueUpsertColumns } from '../../orm-config/unique-upsert-columns.ts';
import { insertOnConflict } from '../../queries/insert-on-conflict.ts';
import { checked, inputOf, labels, name, tags, uuid } from '../input.ts';
import { inTransaction } from '../transaction.ts';

const newFlow = inputOf({
  id: uuid.optional(),
  name: name.min(1, { error: 'is empty.' }),
  tags: tags.optional(),
  labels: labels.nullish(),
});

/** A flow that is to be there. */
export type NewFlow = z.input<typeof newFlow>;

/**
 * Makes a flow, or finds the one of this name: that stays as it is, whatever else the input says.
 *
 * @throws {@link InvalidArgumentError} for an input that makes no sense; nothing is written
 */
export async function createFlow(em: EntityManager, flow: NewFlow): Promise<Flow> {
  const values = checked('flow', newFlow, flow);
  return inTransaction(em, async (tx) => {
    await insertOnConflict(tx, Flow, values, uniqueUpsertColumns.flowUniqueUpsertColumns, 'nothing');
    return tx.findOneOrFail(Flow, { name: values.name }, { refresh: true });
  });
}
