import type { EntityManager } from '@mikro-orm/core';
import { FlowRunInput } from '../../domain/index.ts';
import { id as validId } from '../../queries/arguments.ts';
import { checked, text } from '../input.ts';

/**
 * The input of a flow run with a key; null where there is none. It belongs to the EntityManager given.
 *
 * @throws {@link InvalidArgumentError} for an id or a key that is none
 */
export async function readFlowRunInput(
  em: EntityManager,
  flowRunId: string,
  key: string,
): Promise<FlowRunInput | null> {
  return em.findOne(FlowRunInput, { flowRun: validId('flowRunId', flowRunId), key: checked('key', text, key) });
}
