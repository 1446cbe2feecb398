import type { EntityManager } from '@mikro-orm/core';
import type * as z from 'zod';
import { Deployment } from '../../domain/index.ts';
import { id as validId } from '../../queries/arguments.ts';
import { checked, inputOf } from '../input.ts';
import { rowValues } from '../row-values.ts';
import { inTransaction } from '../transaction.ts';
import { updateRow } from '../update-row.ts';
import { limitDeployment } from './concurrency-limit.ts';
import { deleteScheduledRuns } from './delete-scheduled-runs.ts';
import { deploymentFields, hasOneLimit, twoLimits } from './deployment-fields.ts';
import { replaceSchedules } from './schedules.ts';

const { id: _id, name: _name, flowId: _flowId, createdBy: _createdBy, ...changing } = deploymentFields;
const deploymentChanges = inputOf(changing).refine(hasOneLimit, twoLimits);

/** What of a deployment may change. */
export type DeploymentChanges = z.input<typeof deploymentChanges>;

/**
 * Changes a deployment. Schedules that are given replace those it has. Runs that the scheduler has planned by what it was before are
 * deleted.
 *
 * @returns null where there is none
 * @throws {@link InvalidArgumentError} for an input that makes no sense; nothing is written
 * @throws ForeignKeyConstraintViolationException where there is no such queue, limit or block
 */
export async function updateDeployment(
  em: EntityManager,
  id: string,
  changes: DeploymentChanges,
): Promise<Deployment | null> {
  const deploymentId = validId('id', id);
  const { schedules, concurrencyLimit, ...values } = checked('changes', deploymentChanges, changes);
  return inTransaction(em, async (tx) => {
    const deployment = await updateRow(tx, Deployment, { id: deploymentId }, rowValues(tx, Deployment, values));
    if (deployment === null) {
      return null;
    }
    await deleteScheduledRuns(tx, [deploymentId], { autoScheduled: true, future: true });
    if (schedules !== undefined) {
      await replaceSchedules(tx, deploymentId, schedules);
    }
    if (concurrencyLimit !== undefined) {
      await limitDeployment(tx, deploymentId, concurrencyLimit);
    }
    return tx.findOneOrFail(Deployment, deploymentId, { refresh: true });
  });
}
