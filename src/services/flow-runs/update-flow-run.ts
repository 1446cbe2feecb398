import type { EntityManager } from '@mikro-orm/core';
import type * as z from 'zod';
import { FlowRun } from '../../domain/index.ts';
import { generateSlug } from '../../domain/shared/slug.ts';
import { id as validId } from '../../queries/arguments.ts';
import { checked, inputOf, labels } from '../input.ts';
import { rowValues } from '../row-values.ts';
import { inTransaction } from '../transaction.ts';
import { lockedRow, updateRow } from '../update-row.ts';
import { flowRunFields } from './flow-run-fields.ts';

const { name, flowVersion, parameters, empiricalPolicy, tags, infrastructurePid, jobVariables } = flowRunFields;
const flowRunChanges = inputOf({
  name,
  flowVersion,
  parameters,
  empiricalPolicy,
  tags,
  infrastructurePid,
  jobVariables,
});

/** What of a flow run may change but by its states. An empty name becomes a random pair of words. */
export type FlowRunChanges = z.input<typeof flowRunChanges>;

/**
 * Changes a flow run.
 *
 * @returns null where there is none
 * @throws {@link InvalidArgumentError} for an input that makes no sense; nothing is written
 */
export async function updateFlowRun(em: EntityManager, id: string, changes: FlowRunChanges): Promise<FlowRun | null> {
  const flowRunId = validId('id', id);
  const values = checked('changes', flowRunChanges, changes);
  const named = 'name' in values ? { ...values, name: values.name || generateSlug() } : values;
  return inTransaction(em, (tx) => updateRow(tx, FlowRun, { id: flowRunId }, rowValues(tx, FlowRun, named)));
}

/**
 * Adds labels to a flow run; one that is there already gets the new value.
 *
 * @returns null where there is no such run
 * @throws {@link InvalidArgumentError} for an input that makes no sense; nothing is written
 */
export async function updateFlowRunLabels(
  em: EntityManager,
  id: string,
  added: z.input<typeof labels>,
): Promise<FlowRun | null> {
  const flowRunId = validId('id', id);
  const values = checked('labels', labels, added);
  return inTransaction(em, async (tx) => {
    const flowRun = await lockedRow(tx, FlowRun, { id: flowRunId });
    if (flowRun !== null) {
      flowRun.labels = { ...flowRun.labels, ...values };
    }
    return flowRun;
  });
}
