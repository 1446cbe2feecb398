import {
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
  type EventTrigger,
  Flow,
  FlowRun,
  FlowRunInput,
  FlowRunState,
  Log,
  newId,
  type ReceivedEvent,
  SavedSearch,
  TaskRun,
  TaskRunState,
  TaskRunStateCache,
  Variable,
  WorkPool,
  WorkQueue,
  Worker,
} from '../../src/domain/index.ts';
import type { Init } from '../../src/domain/shared/init.ts';

/** What a test says about an entity; the rest is valid, and unique where it has to be. */
type Values<Entity> = Partial<Init<Entity>>;

let made = 0;

/** A name that no other entity of this run has. */
export function uniqueName(of: string): string {
  made += 1;
  return `${of}-${made}`;
}

/** A moment with microseconds that no other entity of this run has; each is later than the one before. */
export function uniqueInstant(): Temporal.Instant {
  made += 1;
  return Temporal.Instant.from('2026-01-01T00:00:00Z').add({ seconds: made, microseconds: made });
}

export function makeFlow(values: Values<Flow> = {}): Flow {
  return new Flow({ name: uniqueName('flow'), ...values });
}

export function makeFlowRun(values: Values<FlowRun> = {}): FlowRun {
  return new FlowRun({ flow: makeFlow(), ...values });
}

export function makeFlowRunState(values: Values<FlowRunState> = {}): FlowRunState {
  return new FlowRunState({
    flowRun: makeFlowRun(),
    type: 'RUNNING',
    name: 'Running',
    timestamp: uniqueInstant(),
    ...values,
  });
}

export function makeFlowRunInput(values: Values<FlowRunInput> = {}): FlowRunInput {
  return new FlowRunInput({ flowRun: makeFlowRun(), key: uniqueName('key'), value: '"value"', ...values });
}

/** Of a flow run; `flowRun: null` makes one without. */
export function makeTaskRun(values: Values<TaskRun> = {}): TaskRun {
  return new TaskRun({ flowRun: makeFlowRun(), taskKey: uniqueName('task'), dynamicKey: '0', ...values });
}

export function makeTaskRunState(values: Values<TaskRunState> = {}): TaskRunState {
  return new TaskRunState({
    taskRun: makeTaskRun(),
    type: 'RUNNING',
    name: 'Running',
    timestamp: uniqueInstant(),
    ...values,
  });
}

export function makeTaskRunStateCache(values: Values<TaskRunStateCache> = {}): TaskRunStateCache {
  return new TaskRunStateCache({ cacheKey: uniqueName('cache'), taskRunStateId: newId(), ...values });
}

export function makeLog(values: Values<Log> = {}): Log {
  return new Log({ name: 'prefect.flow_runs', level: 20, message: 'Hello', timestamp: uniqueInstant(), ...values });
}

export function makeDeployment(values: Values<Deployment> = {}): Deployment {
  return new Deployment({ flow: makeFlow(), name: uniqueName('deployment'), ...values });
}

export function makeDeploymentSchedule(values: Values<DeploymentSchedule> = {}): DeploymentSchedule {
  const schedule = { cron: '0 6 * * *', timezone: 'Europe/Berlin', day_or: true };
  return new DeploymentSchedule({ deployment: makeDeployment(), schedule, ...values });
}

export function makeWorkPool(values: Values<WorkPool> = {}): WorkPool {
  return new WorkPool({ name: uniqueName('pool'), type: 'process', ...values });
}

export function makeWorkQueue(values: Values<WorkQueue> = {}): WorkQueue {
  return new WorkQueue({ workPool: makeWorkPool(), name: uniqueName('queue'), priority: 1, ...values });
}

export function makeWorker(values: Values<Worker> = {}): Worker {
  return new Worker({ workPool: makeWorkPool(), name: uniqueName('worker'), ...values });
}

export function makeAgent(values: Values<Agent> = {}): Agent {
  return new Agent({ workQueue: makeWorkQueue(), name: uniqueName('agent'), ...values });
}

export function makeBlockType(values: Values<BlockType> = {}): BlockType {
  const slug = uniqueName('block-type');
  return new BlockType({ name: slug, slug, ...values });
}

export function makeBlockSchema(values: Values<BlockSchema> = {}): BlockSchema {
  return new BlockSchema({
    blockType: makeBlockType(),
    checksum: `sha256:${uniqueName('checksum')}`,
    version: '1.0',
    ...values,
  });
}

export function makeBlockSchemaReference(values: Values<BlockSchemaReference> = {}): BlockSchemaReference {
  return new BlockSchemaReference({
    name: uniqueName('reference'),
    parentBlockSchema: makeBlockSchema(),
    referenceBlockSchema: makeBlockSchema(),
    ...values,
  });
}

export function makeBlockDocument(values: Values<BlockDocument> = {}): BlockDocument {
  const blockType = makeBlockType();
  return new BlockDocument({
    blockType,
    blockSchema: makeBlockSchema({ blockType }),
    name: uniqueName('block'),
    isAnonymous: false,
    ...values,
  });
}

export function makeBlockDocumentReference(values: Values<BlockDocumentReference> = {}): BlockDocumentReference {
  return new BlockDocumentReference({
    name: uniqueName('reference'),
    parentBlockDocument: makeBlockDocument(),
    referenceBlockDocument: makeBlockDocument(),
    ...values,
  });
}

export function makeArtifact(values: Values<Artifact> = {}): Artifact {
  return new Artifact({ key: uniqueName('artifact'), type: 'markdown', data: '# Report', ...values });
}

export function makeArtifactCollection(values: Values<ArtifactCollection> = {}): ArtifactCollection {
  return new ArtifactCollection({ key: uniqueName('artifact'), latestId: newId(), ...values });
}

export function makeConcurrencyLimit(values: Values<ConcurrencyLimit> = {}): ConcurrencyLimit {
  return new ConcurrencyLimit({ tag: uniqueName('tag'), concurrencyLimit: 3, ...values });
}

export function makeConcurrencyLimitV2(values: Values<ConcurrencyLimitV2> = {}): ConcurrencyLimitV2 {
  return new ConcurrencyLimitV2({ name: uniqueName('limit'), limit: 3, ...values });
}

export function makeEvent(values: Values<Event> = {}): Event {
  const occurred = uniqueInstant();
  const resourceId = uniqueName('test.resource');
  return new Event({
    occurred,
    event: 'test.happened',
    resourceId,
    resource: { 'prefect.resource.id': resourceId },
    payload: {},
    received: occurred,
    recorded: occurred,
    ...values,
  });
}

export function makeEventResource(values: Values<EventResource> = {}): EventResource {
  const resourceId = uniqueName('test.resource');
  return new EventResource({
    occurred: uniqueInstant(),
    resourceId,
    resourceRole: 'test',
    resource: { 'prefect.resource.id': resourceId, 'prefect.resource.role': 'test' },
    eventId: newId(),
    ...values,
  });
}

export function makeEventTrigger(values: Partial<EventTrigger> = {}): EventTrigger {
  return {
    type: 'event',
    id: newId(),
    match: {},
    match_related: {},
    after: [],
    expect: ['test.happened'],
    for_each: [],
    posture: 'Reactive',
    threshold: 1,
    within: 0,
    ...values,
  };
}

export function makeReceivedEvent(values: Partial<ReceivedEvent> = {}): ReceivedEvent {
  const occurred = uniqueInstant().toString();
  return {
    occurred,
    event: 'test.happened',
    resource: { 'prefect.resource.id': uniqueName('test.resource') },
    related: [],
    payload: {},
    id: newId(),
    follows: null,
    received: occurred,
    ...values,
  };
}

export function makeAutomation(values: Values<Automation> = {}): Automation {
  return new Automation({
    name: uniqueName('automation'),
    trigger: makeEventTrigger(),
    actions: [{ type: 'do-nothing' }],
    ...values,
  });
}

export function makeAutomationBucket(values: Values<AutomationBucket> = {}): AutomationBucket {
  const start = uniqueInstant();
  return new AutomationBucket({
    automation: makeAutomation(),
    triggerId: newId(),
    start,
    end: start.add({ seconds: 10 }),
    count: 1,
    ...values,
  });
}

export function makeAutomationRelatedResource(
  values: Values<AutomationRelatedResource> = {},
): AutomationRelatedResource {
  return new AutomationRelatedResource({
    automation: makeAutomation(),
    resourceId: uniqueName('test.resource'),
    ...values,
  });
}

export function makeCompositeTriggerChildFiring(
  values: Values<CompositeTriggerChildFiring> = {},
): CompositeTriggerChildFiring {
  const childTrigger = makeEventTrigger();
  const childFiringId = newId();
  return new CompositeTriggerChildFiring({
    automation: makeAutomation(),
    parentTriggerId: newId(),
    childTriggerId: childTrigger.id,
    childFiringId,
    childFiring: {
      id: childFiringId,
      trigger: childTrigger,
      trigger_states: ['Triggered'],
      triggered: uniqueInstant().toString(),
      triggering_labels: {},
      triggering_firings: [],
      triggering_event: null,
      triggering_value: null,
    },
    ...values,
  });
}

export function makeAutomationEventFollower(values: Values<AutomationEventFollower> = {}): AutomationEventFollower {
  const follower = makeReceivedEvent({ follows: newId() });
  return new AutomationEventFollower({
    leaderEventId: follower.follows ?? newId(),
    followerEventId: follower.id,
    received: Temporal.Instant.from(follower.received),
    follower,
    ...values,
  });
}

export function makeConfiguration(values: Values<Configuration> = {}): Configuration {
  return new Configuration({ key: uniqueName('CONFIGURATION'), value: {}, ...values });
}

export function makeCsrfToken(values: Values<CsrfToken> = {}): CsrfToken {
  return new CsrfToken({
    client: uniqueName('client'),
    token: newId().replaceAll('-', ''),
    expiration: uniqueInstant().add({ hours: 1 }),
    ...values,
  });
}

export function makeSavedSearch(values: Values<SavedSearch> = {}): SavedSearch {
  return new SavedSearch({ name: uniqueName('search'), ...values });
}

export function makeVariable(values: Values<Variable> = {}): Variable {
  return new Variable({ name: uniqueName('variable'), value: 'value', ...values });
}

/** A factory for each class that is mapped, by the name of the class. */
export const factories = {
  Agent: makeAgent,
  Artifact: makeArtifact,
  ArtifactCollection: makeArtifactCollection,
  Automation: makeAutomation,
  AutomationBucket: makeAutomationBucket,
  AutomationEventFollower: makeAutomationEventFollower,
  AutomationRelatedResource: makeAutomationRelatedResource,
  BlockDocument: makeBlockDocument,
  BlockDocumentReference: makeBlockDocumentReference,
  BlockSchema: makeBlockSchema,
  BlockSchemaReference: makeBlockSchemaReference,
  BlockType: makeBlockType,
  CompositeTriggerChildFiring: makeCompositeTriggerChildFiring,
  ConcurrencyLimit: makeConcurrencyLimit,
  ConcurrencyLimitV2: makeConcurrencyLimitV2,
  Configuration: makeConfiguration,
  CsrfToken: makeCsrfToken,
  Deployment: makeDeployment,
  DeploymentSchedule: makeDeploymentSchedule,
  Event: makeEvent,
  EventResource: makeEventResource,
  Flow: makeFlow,
  FlowRun: makeFlowRun,
  FlowRunInput: makeFlowRunInput,
  FlowRunState: makeFlowRunState,
  Log: makeLog,
  SavedSearch: makeSavedSearch,
  TaskRun: makeTaskRun,
  TaskRunState: makeTaskRunState,
  TaskRunStateCache: makeTaskRunStateCache,
  Variable: makeVariable,
  WorkPool: makeWorkPool,
  WorkQueue: makeWorkQueue,
  Worker: makeWorker,
} as const satisfies Record<string, (values?: never) => object>;
