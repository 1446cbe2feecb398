import type { EntityManager } from '@mikro-orm/core';
import type * as z from 'zod';
import { Deployment, now } from '../../domain/index.ts';
import { uniqueUpsertColumns } from '../../orm-config/unique-upsert-columns.ts';
import { insertOnConflict } from '../../queries/insert-on-conflict.ts';
import { inheritedLabels } from '../flow-runs/inherited-labels.ts';
import { checked, type Given, inputOf } from '../input.ts';
import { rowValues } from '../row-values.ts';
import { inTransaction } from '../transaction.ts';
import { limitDeployment } from './concurrency-limit.ts';
import { deleteScheduledRuns } from './delete-scheduled-runs.ts';
import { deploymentFields, hasOneLimit, twoLimits } from './deployment-fields.ts';
import { replaceSchedules } from './schedules.ts';

const newDeployment = inputOf(deploymentFields).refine(hasOneLimit, twoLimits);

/** A deployment that is to be there. */
export type NewDeployment = z.input<typeof newDeployment>;

/**
 * Makes a deployment, or changes the one of this name and flow into what the input says: what is left out stays, but for the schedules,
 * which are replaced, and the labels. Of the one that is there `id`, `created` and `createdBy` stay. Runs that the scheduler has planned
 * by what it was before are deleted.
 *
 * @throws {@link InvalidArgumentError} for an input that makes no sense; nothing is written
 * @throws ForeignKeyConstraintViolationException where there is no such flow, queue, limit or block
 */
export async function createDeployment(em: EntityManager, deployment: NewDeployment): Promise<Deployment> {
  const { schedules = [], concurrencyLimit, ...values } = checked('deployment', newDeployment, deployment);
  return inTransaction(em, async (tx) => {
    const { id } = await upsert(tx, values);
    await deleteScheduledRuns(tx, [id], { autoScheduled: true, future: true });
    await replaceSchedules(tx, id, schedules);
    if (concurrencyLimit !== undefined) {
      await limitDeployment(tx, id, concurrencyLimit);
    }
    return tx.findOneOrFail(Deployment, id, { refresh: true });
  });
}

type Values = Given<Omit<NewDeployment, 'schedules' | 'concurrencyLimit'>>;

async function upsert(em: EntityManager, values: Values): Promise<{ id: string }> {
  const [labels] = await inheritedLabels(em, [values]);
  const row = { ...values, labels, updated: now() };
  const { id: _id, createdBy: _createdBy, ...set } = row;
  const key = uniqueUpsertColumns.deploymentUniqueUpsertColumns;
  await insertOnConflict(em, Deployment, rowValues(em, Deployment, row), key, {
    set: rowValues(em, Deployment, set),
  });
  const where = { flow: values.flowId, name: values.name };
  return em.findOneOrFail(Deployment, where, { fields: ['id'], populate: [], disableIdentityMap: true });
}
