import type { EntityManager } from '@mikro-orm/core';
import type * as z from 'zod';
import { Flow } from '../../domain/index.ts';
import { id as validId } from '../../queries/arguments.ts';
import { checked, inputOf, labels, tags } from '../input.ts';
import { inTransaction } from '../transaction.ts';
import { updateRow } from '../update-row.ts';

const flowChanges = inputOf({ tags: tags.optional(), labels: labels.nullish() });

/** What of a flow may change. */
export type FlowChanges = z.input<typeof flowChanges>;

/**
 * Changes a flow.
 *
 * @returns null where there is none
 * @throws {@link InvalidArgumentError} for an input that makes no sense; nothing is written
 */
export async function updateFlow(em: EntityManager, id: string, changes: FlowChanges): Promise<Flow | null> {
  const flowId = validId('id', id);
  const values = checked('changes', flowChanges, changes);
  return inTransaction(em, (tx) => updateRow(tx, Flow, { id: flowId }, values));
}
