import type { EntityManager } from '@mikro-orm/core';
import * as z from 'zod';
import { DeploymentSchedule } from '../../domain/index.ts';
import { id as validId } from '../../queries/arguments.ts';
import { checked, inputOf, text, uuid } from '../input.ts';
import { inTransaction } from '../transaction.ts';
import { updateRow } from '../update-row.ts';
import { deleteScheduledRuns } from './delete-scheduled-runs.ts';
import {
  type DeploymentScheduleChanges,
  deploymentScheduleChanges,
  type NewDeploymentSchedule,
  newDeploymentSchedule,
} from './schedule-fields.ts';
import { addSchedules } from './schedules.ts';

const newSchedules = z.array(newDeploymentSchedule, { error: 'is not a list of schedules.' });

const scheduleKey = z.union([inputOf({ id: uuid }), inputOf({ slug: text })], {
  error: 'is neither an id nor a slug. Give one of them, such as { slug: "nightly" }.',
});

/** Which schedule of a deployment: by its id, or by its slug. */
export type DeploymentScheduleKey = z.input<typeof scheduleKey>;

/**
 * Gives a deployment more schedules.
 *
 * @throws {@link InvalidArgumentError} for a schedule that makes no sense; nothing is written
 * @throws ForeignKeyConstraintViolationException where there is no such deployment, and UniqueConstraintViolationException where it has
 *   a schedule of this slug
 */
export async function createDeploymentSchedules(
  em: EntityManager,
  deploymentId: string,
  schedules: readonly NewDeploymentSchedule[],
): Promise<DeploymentSchedule[]> {
  const id = validId('deploymentId', deploymentId);
  const rows = checked('schedules', newSchedules, schedules);
  return inTransaction(em, (tx) => addSchedules(tx, id, rows));
}

/**
 * Changes a schedule of a deployment. Runs that the scheduler has planned by what it was before are deleted.
 *
 * @returns null where there is none
 * @throws {@link InvalidArgumentError} for an input that makes no sense; nothing is written
 */
export async function updateDeploymentSchedule(
  em: EntityManager,
  deploymentId: string,
  key: DeploymentScheduleKey,
  changes: DeploymentScheduleChanges,
): Promise<DeploymentSchedule | null> {
  const deployment = validId('deploymentId', deploymentId);
  const where = { deployment, ...checked('key', scheduleKey, key) };
  const values = checked('changes', deploymentScheduleChanges, changes);
  return inTransaction(em, async (tx) => {
    const schedule = await updateRow(tx, DeploymentSchedule, where, values as never);
    if (schedule !== null) {
      await deleteScheduledRuns(tx, [deployment], { autoScheduled: true, future: true });
    }
    return schedule;
  });
}

/**
 * Deletes a schedule of a deployment, and the runs that the scheduler has planned for the deployment.
 *
 * @returns whether there was one
 * @throws {@link InvalidArgumentError} for an input that makes no sense; nothing is written
 */
export async function deleteDeploymentSchedule(
  em: EntityManager,
  deploymentId: string,
  key: DeploymentScheduleKey,
): Promise<boolean> {
  const deployment = validId('deploymentId', deploymentId);
  const where = { deployment, ...checked('key', scheduleKey, key) };
  return inTransaction(em, async (tx) => {
    const deleted = (await tx.nativeDelete(DeploymentSchedule, where)) > 0;
    if (deleted) {
      await deleteScheduledRuns(tx, [deployment], { autoScheduled: true });
    }
    return deleted;
  });
}
