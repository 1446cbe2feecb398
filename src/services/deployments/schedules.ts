import type { EntityManager } from '@mikro-orm/core';
import { DeploymentSchedule } from '../../domain/index.ts';
import type { NewDeploymentSchedule } from './schedule-fields.ts';

/** Gives a deployment these schedules, and no others. */
export async function replaceSchedules(
  em: EntityManager,
  deploymentId: string,
  schedules: readonly NewDeploymentSchedule[],
): Promise<void> {
  await em.nativeDelete(DeploymentSchedule, { deployment: deploymentId });
  await addSchedules(em, deploymentId, schedules);
}

/** Gives a deployment more schedules. */
export async function addSchedules(
  em: EntityManager,
  deploymentId: string,
  schedules: readonly NewDeploymentSchedule[],
): Promise<DeploymentSchedule[]> {
  const rows = schedules.map((schedule) =>
    em.create(DeploymentSchedule, { ...schedule, deployment: deploymentId } as never),
  );
  await em.flush();
  return rows;
}
