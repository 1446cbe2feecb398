/** The domain model: entities, value types, queries. Connections are in `prefect-orm/orm-config`, the schema in `prefect-orm/migrations`. */
export * from './domain/index.ts';
export * from './queries/as-of/index.ts';
export { averageLateness } from './queries/average-lateness.ts';
export * from './queries/configuration/index.ts';
export * from './queries/errors.ts';
export * from './queries/filters/index.ts';
export * from './queries/flow-run-graph/index.ts';
export { insertOnConflict } from './queries/insert-on-conflict.ts';
export * from './queries/lists/index.ts';
export { type HistoryInterval, type HistoryState, runHistory, type RunHistoryOptions } from './queries/run-history.ts';
export { runsByState } from './queries/runs-by-state.ts';
export {
  type PooledFlowRun,
  scheduledFlowRunsFromWorkPools,
  type WorkPoolPollOptions,
} from './queries/scheduled-flow-runs-from-work-pools.ts';
export {
  type QueuedFlowRun,
  scheduledFlowRunsFromWorkQueues,
  type WorkQueuePollOptions,
} from './queries/scheduled-flow-runs-from-work-queues.ts';
export { setStateIdOnInsertedFlowRuns } from './queries/set-state-id-on-inserted-flow-runs.ts';
export * from './queries/sort-orders.ts';
export { type Intervals, timestampBucketIndex } from './queries/timestamp-bucket-index.ts';
