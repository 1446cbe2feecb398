export type { ArtifactCollectionFilter, ArtifactFilter } from './artifact.ts';
export type { Moment } from './criteria.ts';
export type { DeploymentFilter } from './deployment.ts';
export { InvalidFilterError } from './errors.ts';
export type {
  ArtifactCollectionFilters,
  ArtifactFilters,
  DeploymentFilters,
  FlowFilters,
  FlowRunFilters,
  LogFilters,
  TaskRunFilters,
  VariableFilters,
  WorkPoolFilters,
  WorkQueueFilters,
} from './filters.ts';
export type { FlowFilter } from './flow.ts';
export type { FlowRunFilter } from './flow-run.ts';
export type { LogFilter } from './log.ts';
export { flowRunsMatching, taskRunsMatching } from './matching.ts';
export type { TaskRunFilter } from './task-run.ts';
export type { VariableFilter } from './variable.ts';
export type { WorkPoolFilter, WorkQueueFilter } from './work.ts';
