import { type FindAllOptions, raw } from '@mikro-orm/core';
import type {
  Artifact,
  ArtifactCollection,
  Automation,
  BlockDocument,
  Deployment,
  Flow,
  FlowRun,
  Log,
  TaskRun,
  Variable,
} from '../domain/index.ts';

type OrderBy<Entity> = NonNullable<FindAllOptions<Entity>['orderBy']>;

/**
 * The orders of one kind of row, by the reference's names: `em.find(FlowRun, {}, { orderBy: flowRunSort.NAME_ASC() })`.
 *
 * Ties are left undefined, as in the reference: add `id` for a stable order. Nulls stand where the database puts them: ascending,
 * SQLite puts them first and PostgreSQL last. Text is compared in the collation of the database.
 */
export type SortOrders<Entity, Name extends string> = Readonly<Record<Name, () => OrderBy<Entity>>>;

/** Builds the orders of one kind of row. An order is made anew for every query, because a raw expression serves only one. */
function ordersOf<Entity>() {
  return <Name extends string>(orders: Record<Name, () => OrderBy<Entity>>): SortOrders<Entity, Name> => orders;
}

// A run that has not started yet stands where it is expected to start
const effectiveStart = () => raw((alias) => `coalesce(${alias}.start_time, ${alias}.expected_start_time)`);

/** Orders of flow runs. */
export const flowRunSort = ordersOf<FlowRun>()({
  ID_DESC: () => [{ id: 'desc' }],
  START_TIME_ASC: () => [{ [effectiveStart()]: 'asc' }],
  START_TIME_DESC: () => [{ [effectiveStart()]: 'desc' }],
  EXPECTED_START_TIME_ASC: () => [{ expectedStartTime: 'asc' }],
  EXPECTED_START_TIME_DESC: () => [{ expectedStartTime: 'desc' }],
  NAME_ASC: () => [{ name: 'asc' }],
  NAME_DESC: () => [{ name: 'desc' }],
  NEXT_SCHEDULED_START_TIME_ASC: () => [{ nextScheduledStartTime: 'asc' }],
  END_TIME_DESC: () => [{ endTime: 'desc' }],
});
export type FlowRunSort = keyof typeof flowRunSort;

/** Orders of task runs. */
export const taskRunSort = ordersOf<TaskRun>()({
  ID_DESC: () => [{ id: 'desc' }],
  EXPECTED_START_TIME_ASC: () => [{ expectedStartTime: 'asc' }],
  EXPECTED_START_TIME_DESC: () => [{ expectedStartTime: 'desc' }],
  NAME_ASC: () => [{ name: 'asc' }],
  NAME_DESC: () => [{ name: 'desc' }],
  NEXT_SCHEDULED_START_TIME_ASC: () => [{ nextScheduledStartTime: 'asc' }],
  END_TIME_DESC: () => [{ endTime: 'desc' }],
});
export type TaskRunSort = keyof typeof taskRunSort;

/** Orders of log lines. */
export const logSort = ordersOf<Log>()({
  TIMESTAMP_ASC: () => [{ timestamp: 'asc' }],
  TIMESTAMP_DESC: () => [{ timestamp: 'desc' }],
});
export type LogSort = keyof typeof logSort;

/** Orders of flows. */
export const flowSort = ordersOf<Flow>()({
  CREATED_DESC: () => [{ created: 'desc' }],
  UPDATED_DESC: () => [{ updated: 'desc' }],
  NAME_ASC: () => [{ name: 'asc' }],
  NAME_DESC: () => [{ name: 'desc' }],
});
export type FlowSort = keyof typeof flowSort;

/** Orders of deployments. */
export const deploymentSort = ordersOf<Deployment>()({
  CREATED_DESC: () => [{ created: 'desc' }],
  UPDATED_DESC: () => [{ updated: 'desc' }],
  NAME_ASC: () => [{ name: 'asc' }],
  NAME_DESC: () => [{ name: 'desc' }],
});
export type DeploymentSort = keyof typeof deploymentSort;

/** Orders of artifacts. */
export const artifactSort = ordersOf<Artifact>()({
  CREATED_DESC: () => [{ created: 'desc' }],
  UPDATED_DESC: () => [{ updated: 'desc' }],
  ID_DESC: () => [{ id: 'desc' }],
  KEY_DESC: () => [{ key: 'desc' }],
  KEY_ASC: () => [{ key: 'asc' }],
});
export type ArtifactSort = keyof typeof artifactSort;

/** Orders of the newest artifacts of each key. */
export const artifactCollectionSort = ordersOf<ArtifactCollection>()({
  CREATED_DESC: () => [{ created: 'desc' }],
  UPDATED_DESC: () => [{ updated: 'desc' }],
  ID_DESC: () => [{ id: 'desc' }],
  KEY_DESC: () => [{ key: 'desc' }],
  KEY_ASC: () => [{ key: 'asc' }],
});
export type ArtifactCollectionSort = keyof typeof artifactCollectionSort;

/** Orders of variables. */
export const variableSort = ordersOf<Variable>()({
  CREATED_DESC: () => [{ created: 'desc' }],
  UPDATED_DESC: () => [{ updated: 'desc' }],
  NAME_DESC: () => [{ name: 'desc' }],
  NAME_ASC: () => [{ name: 'asc' }],
});
export type VariableSort = keyof typeof variableSort;

/** Orders of block documents. The name of the type is the copy in the row itself, which may be null. */
export const blockDocumentSort = ordersOf<BlockDocument>()({
  NAME_DESC: () => [{ name: 'desc' }],
  NAME_ASC: () => [{ name: 'asc' }],
  BLOCK_TYPE_AND_NAME_ASC: () => [{ blockTypeName: 'asc' }, { name: 'asc' }],
});
export type BlockDocumentSort = keyof typeof blockDocumentSort;

/** Orders of automations. */
export const automationSort = ordersOf<Automation>()({
  CREATED_DESC: () => [{ created: 'desc' }],
  UPDATED_DESC: () => [{ updated: 'desc' }],
  NAME_ASC: () => [{ name: 'asc' }],
  NAME_DESC: () => [{ name: 'desc' }],
});
export type AutomationSort = keyof typeof automationSort;
