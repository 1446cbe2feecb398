export { createDeployment, type NewDeployment } from './create-deployment.ts';
export { deleteDeployment, deleteDeployments } from './delete-deployments.ts';
export {
  createDeploymentSchedules,
  deleteDeploymentSchedule,
  type DeploymentScheduleKey,
  updateDeploymentSchedule,
} from './deployment-schedules.ts';
export { markDeploymentsNotReady, markDeploymentsReady, type PolledDeployments } from './mark-deployments.ts';
export type { DeploymentScheduleChanges, NewDeploymentSchedule } from './schedule-fields.ts';
export { type DeploymentChanges, updateDeployment } from './update-deployment.ts';
