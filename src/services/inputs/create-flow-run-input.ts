import type { EntityManager } from '@mikro-orm/core';
import type * as z from 'zod';
import { FlowRunInput } from '../../domain/index.ts';
import { checked, inputOf, text, uuid } from '../input.ts';
import { rowValues } from '../row-values.ts';
import { inTransaction } from '../transaction.ts';

const newFlowRunInput = inputOf({
  id: uuid.optional(),
  flowRunId: uuid,
  /** Unique among the inputs of the run. */
  key: text.regex(/^[a-z0-9-]*$/, { error: 'holds more than lower-case letters, digits and dashes.' }),
  /** JSON text. */
  value: text,
  /** Who sends it, such as `prefect.flow-run.<id>`. */
  sender: text.nullish(),
});

/** An input to be sent to a flow run. */
export type NewFlowRunInput = z.input<typeof newFlowRunInput>;

/**
 * Sends an input to a flow run.
 *
 * @throws {@link InvalidArgumentError} for an input that makes no sense; nothing is written
 * @throws UniqueConstraintViolationException where the run has one with the key
 * @throws ForeignKeyConstraintViolationException where there is no such run
 */
export async function createFlowRunInput(em: EntityManager, input: NewFlowRunInput): Promise<FlowRunInput> {
  const values = checked('input', newFlowRunInput, input);
  return inTransaction(em, async (tx) => {
    const row = tx.create(FlowRunInput, rowValues(tx, FlowRunInput, values));
    await tx.flush();
    return row;
  });
}
