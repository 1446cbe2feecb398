import { Artifact } from './artifacts/artifact.ts';
import { ArtifactCollection } from './artifacts/artifact-collection.ts';
import { Automation } from './automations/automation.ts';
import { AutomationBucket } from './automations/automation-bucket.ts';
import { AutomationEventFollower } from './automations/automation-event-follower.ts';
import { AutomationRelatedResource } from './automations/automation-related-resource.ts';
import { CompositeTriggerChildFiring } from './automations/composite-trigger-child-firing.ts';
import { BlockDocument } from './blocks/block-document.ts';
import { BlockDocumentReference } from './blocks/block-document-reference.ts';
import { BlockSchema } from './blocks/block-schema.ts';
import { BlockSchemaReference } from './blocks/block-schema-reference.ts';
import { BlockType } from './blocks/block-type.ts';
import { ConcurrencyLimit } from './concurrency/concurrency-limit.ts';
import { ConcurrencyLimitV2 } from './concurrency/concurrency-limit-v2.ts';
import { Deployment } from './deployments/deployment.ts';
import { DeploymentSchedule } from './deployments/deployment-schedule.ts';
import { Event } from './events/event.ts';
import { EventResource } from './events/event-resource.ts';
import { Flow } from './runs/flow.ts';
import { FlowRun } from './runs/flow-run.ts';
import { FlowRunInput } from './runs/flow-run-input.ts';
import { FlowRunState } from './runs/flow-run-state.ts';
import { Log } from './runs/log.ts';
import { Run } from './runs/run.ts';
import { RunState } from './runs/run-state.ts';
import { TaskRun } from './runs/task-run.ts';
import { TaskRunState } from './runs/task-run-state.ts';
import { TaskRunStateCache } from './runs/task-run-state-cache.ts';
import { Configuration } from './settings/configuration.ts';
import { CsrfToken } from './settings/csrf-token.ts';
import { SavedSearch } from './settings/saved-search.ts';
import { Variable } from './settings/variable.ts';
import { Agent } from './work/agent.ts';
import { WorkPool } from './work/work-pool.ts';
import { WorkQueue } from './work/work-queue.ts';
import { Worker } from './work/worker.ts';
import { DeploymentVersion } from './deployments/deployment-version.ts';
import { Base } from './shared/base.ts';

export {
  InvalidBlockContentError,
  InvalidEncryptionKeyError,
  InvalidTokenError,
  type KeySource,
} from './blocks/errors.ts';
export { now, setClock, type Clock } from './shared/clock.ts';
export { PrefectOrmError } from './shared/errors.ts';
export { newId } from './shared/identifiers.ts';
export { PointerNameError } from './runs/current-state.ts';
export { IncompleteStateError, type State } from './runs/state.ts';
export type { Init } from './shared/init.ts';
export type { Json } from './shared/json.ts';
export { MissingStateTimestampError } from './runs/missing-state-timestamp-error.ts';
export { NotLoadedError } from './shared/relations.ts';
export * from './types/index.ts';
export {
  Base,
  Agent,
  Artifact,
  ArtifactCollection,
  Automation,
  AutomationBucket,
  AutomationEventFollower,
  AutomationRelatedResource,
  BlockDocument,
  BlockDocumentReference,
  BlockSchema,
  BlockSchemaReference,
  BlockType,
  CompositeTriggerChildFiring,
  ConcurrencyLimit,
  ConcurrencyLimitV2,
  Configuration,
  CsrfToken,
  Deployment,
  DeploymentSchedule,
  Event,
  EventResource,
  Flow,
  FlowRun,
  FlowRunInput,
  FlowRunState,
  Log,
  Run,
  RunState,
  SavedSearch,
  TaskRun,
  TaskRunState,
  TaskRunStateCache,
  Variable,
  WorkPool,
  WorkQueue,
  Worker,
};

/** Every mapped class: the one list that discovery reads. */
export const entities = [
  Base,
  Agent,
  Artifact,
  ArtifactCollection,
  Automation,
  AutomationBucket,
  AutomationEventFollower,
  AutomationRelatedResource,
  BlockDocument,
  BlockDocumentReference,
  BlockSchema,
  BlockSchemaReference,
  BlockType,
  CompositeTriggerChildFiring,
  ConcurrencyLimit,
  ConcurrencyLimitV2,
  Configuration,
  CsrfToken,
  Deployment,
  DeploymentSchedule,
  DeploymentVersion,
  Event,
  EventResource,
  Flow,
  FlowRun,
  FlowRunInput,
  FlowRunState,
  Log,
  Run,
  RunState,
  SavedSearch,
  TaskRun,
  TaskRunState,
  TaskRunStateCache,
  Variable,
  WorkPool,
  WorkQueue,
  Worker,
] as const;
