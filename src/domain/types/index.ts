export { type Action, ActionsType, type ActionType, actionTypes } from './documents/actions.ts';
export { type ConcurrencyOptions, ConcurrencyOptionsType } from './documents/concurrency-options.ts';
export { type CreatedBy, createdBy, CreatedByType, type UpdatedBy, UpdatedByType } from './documents/created-by.ts';
export { type Firing, FiringType } from './documents/firing.ts';
export { type QueueFilter, queueFilter, QueueFilterType } from './documents/queue-filter.ts';
export { type ReceivedEvent, ReceivedEventType } from './documents/received-event.ts';
export {
  type FlowRunPolicy,
  flowRunPolicy,
  FlowRunPolicyType,
  type TaskRunPolicy,
  taskRunPolicy,
  TaskRunPolicyType,
} from './documents/run-policies.ts';
export {
  type CronSchedule,
  type IntervalSchedule,
  type RRuleSchedule,
  type Schedule,
  ScheduleType,
} from './documents/schedules.ts';
export { type StateDetails, stateDetails, StateDetailsType } from './documents/state-details.ts';
export {
  type StorageConfiguration,
  storageConfiguration,
  StorageConfigurationType,
} from './documents/storage-configuration.ts';
export { type TaskInput, type TaskInputs, TaskInputsType } from './documents/task-inputs.ts';
export {
  type CompoundTrigger,
  type EventTrigger,
  type ResourceSpecification,
  type SequenceTrigger,
  type Trigger,
  TriggerType,
} from './documents/triggers.ts';
export { DocumentType } from './document-type.ts';
export { DurationType, zeroDuration } from './duration-type.ts';
export { EnumStringType } from './enum-type.ts';
export {
  type DeploymentStatus,
  deploymentStatuses,
  DeploymentStatusType,
  type StateType,
  stateTypes,
  StateTypeType,
  terminalStateTypes,
  type WorkerStatus,
  workerStatuses,
  WorkerStatusType,
  type WorkPoolStatus,
  workPoolStatuses,
  WorkPoolStatusType,
  type WorkQueueStatus,
  workQueueStatuses,
  WorkQueueStatusType,
} from './enums.ts';
export { InvalidValueError } from './errors.ts';
export { InstantType } from './instant-type.ts';
export { dumpJson } from './json/dump.ts';
export { InvalidJsonError } from './json/errors.ts';
export type { JsonObject, JsonValue } from './json/json-value.ts';
export { parseJson } from './json/parse.ts';
export { isSqlNull, JsonbType, JsonType, SQL_NULL } from './json-type.ts';
export { postgresqlStorage, type Storage, sqliteStorage, storageOf } from './storage.ts';
export { UuidType } from './uuid-type.ts';
