import type { EntityManager } from '@mikro-orm/core';
import { FlowRunInput } from '../../domain/index.ts';
import { id as validId } from '../../queries/arguments.ts';
import { checked, text } from '../input.ts';
import { inTransaction } from '../transaction.ts';

/**
 * Deletes the input of a flow run with a key.
 *
 * @returns whether there was one
 * @throws {@link InvalidArgumentError} for an id or a key that is none
 */
export async function deleteFlowRunInput(em: EntityManager, flowRunId: string, key: string): Promise<boolean> {
  const where = { flowRun: validId('flowRunId', flowRunId), key: checked('key', text, key) };
  return inTransaction(em, async (tx) => (await tx.nativeDelete(FlowRunInput, where)) > 0);
}
