import type { EntityManager } from '@mikro-orm/core';
import { FlowRun, now } from '../../domain/index.ts';

/** Which of the runs that wait for their time. */
export interface ScheduledRuns {
  /** Only those that the scheduler made. */
  readonly autoScheduled?: true;
  /** Only those whose time has not come. */
  readonly future?: true;
}

/** Deletes runs of deployments that wait for their time and have never run; one that waits for a slot stays. */
export async function deleteScheduledRuns(
  em: EntityManager,
  deploymentIds: readonly string[],
  { autoScheduled, future }: ScheduledRuns = {},
): Promise<void> {
  await em.nativeDelete(FlowRun, {
    deploymentId: { $in: [...deploymentIds] },
    stateType: 'SCHEDULED',
    stateName: { $ne: 'AwaitingConcurrencySlot' },
    runCount: 0,
    ...(autoScheduled && { autoScheduled }),
    ...(future && { nextScheduledStartTime: { $gt: now() } }),
  });
}
