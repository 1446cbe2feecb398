import type {
  Artifact,
  ArtifactCollection,
  Automation,
  BlockDocument,
  BlockSchema,
  BlockType,
  Deployment,
  Flow,
  FlowRun,
  Log,
  TaskRun,
  Variable,
} from '../domain/index.ts';
import { ascending, descending, ordersOf } from './sort-order.ts';

export type { SortKey, SortOrder, SortOrders } from './sort-order.ts';

/** Orders of flow runs. One that has not started yet stands where it is expected to start. */
export const flowRunSort = ordersOf<FlowRun>()({
  ID_DESC: [descending('id')],
  START_TIME_ASC: [ascending('startTime', 'expectedStartTime')],
  START_TIME_DESC: [descending('startTime', 'expectedStartTime')],
  EXPECTED_START_TIME_ASC: [ascending('expectedStartTime')],
  EXPECTED_START_TIME_DESC: [descending('expectedStartTime')],
  NAME_ASC: [ascending('name')],
  NAME_DESC: [descending('name')],
  NEXT_SCHEDULED_START_TIME_ASC: [ascending('nextScheduledStartTime')],
  END_TIME_DESC: [descending('endTime')],
});
export type FlowRunSort = keyof typeof flowRunSort;

/** Orders of task runs. */
export const taskRunSort = ordersOf<TaskRun>()({
  ID_DESC: [descending('id')],
  EXPECTED_START_TIME_ASC: [ascending('expectedStartTime')],
  EXPECTED_START_TIME_DESC: [descending('expectedStartTime')],
  NAME_ASC: [ascending('name')],
  NAME_DESC: [descending('name')],
  NEXT_SCHEDULED_START_TIME_ASC: [ascending('nextScheduledStartTime')],
  END_TIME_DESC: [descending('endTime')],
});
export type TaskRunSort = keyof typeof taskRunSort;

/** Orders of log lines. */
export const logSort = ordersOf<Log>()({
  TIMESTAMP_ASC: [ascending('timestamp')],
  TIMESTAMP_DESC: [descending('timestamp')],
});
export type LogSort = keyof typeof logSort;

/** Orders of flows. */
export const flowSort = ordersOf<Flow>()({
  CREATED_DESC: [descending('created')],
  UPDATED_DESC: [descending('updated')],
  NAME_ASC: [ascending('name')],
  NAME_DESC: [descending('name')],
});
export type FlowSort = keyof typeof flowSort;

/** Orders of deployments. */
export const deploymentSort = ordersOf<Deployment>()({
  CREATED_DESC: [descending('created')],
  UPDATED_DESC: [descending('updated')],
  NAME_ASC: [ascending('name')],
  NAME_DESC: [descending('name')],
});
export type DeploymentSort = keyof typeof deploymentSort;

/** Orders of artifacts. */
export const artifactSort = ordersOf<Artifact>()({
  CREATED_DESC: [descending('created')],
  UPDATED_DESC: [descending('updated')],
  ID_DESC: [descending('id')],
  KEY_DESC: [descending('key')],
  KEY_ASC: [ascending('key')],
});
export type ArtifactSort = keyof typeof artifactSort;

/** Orders of the newest artifacts of each key. */
export const artifactCollectionSort = ordersOf<ArtifactCollection>()({
  CREATED_DESC: [descending('created')],
  UPDATED_DESC: [descending('updated')],
  ID_DESC: [descending('id')],
  KEY_DESC: [descending('key')],
  KEY_ASC: [ascending('key')],
});
export type ArtifactCollectionSort = keyof typeof artifactCollectionSort;

/** Orders of variables. */
export const variableSort = ordersOf<Variable>()({
  CREATED_DESC: [descending('created')],
  UPDATED_DESC: [descending('updated')],
  NAME_DESC: [descending('name')],
  NAME_ASC: [ascending('name')],
});
export type VariableSort = keyof typeof variableSort;

/** Orders of block types. The reference knows no other, and has no name for it. */
export const blockTypeSort = ordersOf<BlockType>()({ NAME_ASC: [ascending('name')] });
export type BlockTypeSort = keyof typeof blockTypeSort;

/** Orders of block schemas. The reference knows no other, and has no name for it. */
export const blockSchemaSort = ordersOf<BlockSchema>()({ CREATED_DESC: [descending('created')] });
export type BlockSchemaSort = keyof typeof blockSchemaSort;

/** Orders of block documents. The name of the type is the copy in the row itself, which may be null. */
export const blockDocumentSort = ordersOf<BlockDocument>()({
  NAME_DESC: [descending('name')],
  NAME_ASC: [ascending('name')],
  BLOCK_TYPE_AND_NAME_ASC: [ascending('blockTypeName'), ascending('name')],
});
export type BlockDocumentSort = keyof typeof blockDocumentSort;

/** Orders of automations. */
export const automationSort = ordersOf<Automation>()({
  CREATED_DESC: [descending('created')],
  UPDATED_DESC: [descending('updated')],
  NAME_ASC: [ascending('name')],
  NAME_DESC: [descending('name')],
});
export type AutomationSort = keyof typeof automationSort;
