import { EnumStringType } from './enum-type.ts';

/** Where in its life a run is. */
export const stateTypes = [
  'SCHEDULED',
  'PENDING',
  'RUNNING',
  'COMPLETED',
  'FAILED',
  'CANCELLED',
  'CRASHED',
  'PAUSED',
  'CANCELLING',
] as const;
export type StateType = (typeof stateTypes)[number];

/** The types that end a run, unless it is retried. */
export const terminalStateTypes = [
  'COMPLETED',
  'CANCELLED',
  'FAILED',
  'CRASHED',
] as const satisfies readonly StateType[];

export class StateTypeType extends EnumStringType<StateType> {
  readonly nativeName = 'state_type';
  readonly members = stateTypes;
  readonly length = 9;
}

/** Whether a deployment was polled lately. */
export const deploymentStatuses = ['READY', 'NOT_READY'] as const;
export type DeploymentStatus = (typeof deploymentStatuses)[number];

export class DeploymentStatusType extends EnumStringType<DeploymentStatus> {
  readonly nativeName = 'deployment_status';
  readonly members = deploymentStatuses;
  readonly length = 9;
}

/** Whether workers serve a pool. */
export const workPoolStatuses = ['READY', 'NOT_READY', 'PAUSED'] as const;
export type WorkPoolStatus = (typeof workPoolStatuses)[number];

export class WorkPoolStatusType extends EnumStringType<WorkPoolStatus> {
  readonly nativeName = 'work_pool_status';
  readonly members = workPoolStatuses;
  readonly length = 9;
}

/** Whether a queue was polled lately. */
export const workQueueStatuses = ['READY', 'NOT_READY', 'PAUSED'] as const;
export type WorkQueueStatus = (typeof workQueueStatuses)[number];

export class WorkQueueStatusType extends EnumStringType<WorkQueueStatus> {
  readonly nativeName = 'work_queue_status';
  readonly members = workQueueStatuses;
  readonly length = 9;
}

/** Whether a worker sent a heartbeat lately. */
export const workerStatuses = ['ONLINE', 'OFFLINE'] as const;
export type WorkerStatus = (typeof workerStatuses)[number];

export class WorkerStatusType extends EnumStringType<WorkerStatus> {
  readonly nativeName = 'worker_status';
  readonly members = workerStatuses;
  readonly length = 7;
}
