import { type EntityManager, ref } from '@mikro-orm/core';
import {
  Artifact,
  ArtifactCollection,
  Automation,
  BlockDocument,
  BlockSchema,
  BlockType,
  ConcurrencyLimitV2,
  Deployment,
  DeploymentSchedule,
  Flow,
  FlowRun,
  FlowRunState,
  Log,
  newId,
  type Run,
  type RunState,
  TaskRun,
  TaskRunState,
  Variable,
  Worker,
  WorkPool,
  WorkQueue,
} from '../src/domain/index.ts';
import { makeEventTrigger } from '../test/support/factories.ts';
import { hardDocument, hardValues } from './support/hard-values.ts';

/** Rows that this side has written; more than the defaults in every column that Prefect shows. */
export type WrittenRows = Awaited<ReturnType<typeof writeRows>>;

type Entry = Pick<RunState, 'type' | 'name' | 'timestamp'>;

const noon = Temporal.Instant.from('2026-03-01T12:00:00.000001Z');
/** What the block holds. */
export const secret = {
  user: 'jürgen',
  password: 'p"ä\\🚀',
  port: 5432,
  nested: { ratio: 0.5, list: [null, true] },
};

/** Writes all of them with one flush. */
export async function writeRows(em: EntityManager) {
  const work = makeWork();
  const deployments = makeDeployments(work.queue);
  const runs = makeRuns(deployments.deployment);
  const blocks = await makeBlock(em);
  const published = makeArtifacts(runs.flowRun);
  const rows = { ...work, ...deployments, ...runs, ...blocks, ...published, ...makeSettings() };
  em.persist(Object.values(rows).flat());
  await em.flush();
  return rows;
}

function makeWork() {
  const pool = new WorkPool({
    name: 'schwimmbad',
    description: 'tief 🏊',
    type: 'process',
    baseJobTemplate: {
      job_configuration: { command: '{{ command }}', env: hardDocument },
      variables: { type: 'object' },
    },
    concurrencyLimit: 7,
  });
  const queue = new WorkQueue({
    workPool: pool,
    name: 'schlange',
    description: 'ü',
    priority: 3,
    concurrencyLimit: 2,
  });
  pool.defaultQueue = ref(queue);
  const worker = new Worker({
    workPool: pool,
    name: 'fleißig',
    heartbeatIntervalSeconds: 30,
    lastHeartbeatTime: noon,
  });
  return { pool, queue, worker };
}

function makeDeployments(workQueue: WorkQueue) {
  const flow = new Flow({
    name: 'geschrieben hier ✍',
    tags: ['b', 'ä', 'b'],
    labels: { count: 1, on: true, ratio: 0.5 },
  });
  const limit = new ConcurrencyLimitV2({ name: 'engpass', limit: 4, slotDecayPerSecond: 0.25 });
  const deployment = new Deployment({
    flow,
    name: 'nächtlich',
    version: '1.0-ß',
    description: 'läuft\nnachts',
    workQueue,
    workQueueName: workQueue.name,
    globalConcurrencyLimit: limit,
    concurrencyOptions: { collision_strategy: 'CANCEL_NEW', grace_period_seconds: 90 },
    tags: ['z', 'a'],
    labels: { team: 'nord' },
    parameters: hardDocument,
    jobVariables: { env: { GRÜSSE: 'ja' }, memory: 0.5 },
    pullSteps: [{ 'prefect.deployments.steps.git_clone': { repository: 'https://example.org/x.git' } }],
    parameterOpenapiSchema: {
      type: 'object',
      properties: { day: { type: 'string', default: null } },
    },
    enforceParameterSchema: false,
    path: '/opt/flows',
    entrypoint: 'flow.py:main',
    createdBy: { id: newId(), type: 'USER', display_value: 'Jürgen' },
    updatedBy: { id: null, type: 'DEPLOYMENT', display_value: null },
  });
  const schedules = [
    { interval: 3600.5, anchor_date: '2026-01-01T01:01:01.000001Z', timezone: 'Europe/Berlin' },
    { cron: '0 6 * * 1-5', timezone: 'America/St_Johns', day_or: false },
    { rrule: 'FREQ=DAILY;COUNT=5', timezone: 'UTC' },
  ].map(
    (schedule, index) =>
      new DeploymentSchedule({
        deployment,
        schedule,
        slug: `plan-${index}`,
        // only the first is planned by, so that what comes of it is known
        active: index === 0,
        maxScheduledRuns: 2 + index,
        parameters: { day: `ü${index}` },
      }),
  );
  return { flow, limit, deployment, schedules };
}

function makeRuns(deployment: Deployment) {
  const times = {
    expectedStartTime: noon,
    startTime: noon.add({ milliseconds: 1500 }),
    endTime: noon.add({ seconds: 9 }),
  };
  const flowRun = new FlowRun({
    flow: deployment.flow,
    name: 'früher-vogel',
    deploymentId: deployment.id,
    deploymentVersion: deployment.version,
    flowVersion: 'v1',
    idempotencyKey: 'einmal 🔑',
    parameters: hardDocument,
    context: { ä: [1, null] },
    tags: ['x', 'x'],
    labels: { 'prefect.flow.id': deployment.flow.id },
    jobVariables: { cpu: 0.25 },
    createdBy: { id: newId(), type: 'SCHEDULE', display_value: 'ü' },
    infrastructurePid: 'host:42',
    runCount: 2,
    totalRunTime: Temporal.Duration.from({ hours: 36, microseconds: 1 }),
    ...times,
  });
  const flowRunStates = enterStates(flowRun, FlowRunState);
  const taskRun = new TaskRun({
    flowRun,
    name: 'schritt-eins',
    taskKey: 'schritt-abc',
    dynamicKey: '0-ü',
    cacheKey: 'schlüssel',
    cacheExpiration: noon.add({ hours: 24 }),
    taskVersion: '3',
    taskInputs: {
      zahl: [{ input_type: 'parameter', name: 'grüße' }],
      leer: [],
      fest: [{ input_type: 'constant', type: 'int' }],
    },
    tags: ['t'],
    labels: { a: 1 },
    flowRunRunCount: 1,
    runCount: 1,
    totalRunTime: Temporal.Duration.from({ milliseconds: 7500 }),
    ...times,
  });
  const taskRunStates = enterStates(taskRun, TaskRunState);
  const log = new Log({
    name: 'prefect.flow_runs',
    level: 30,
    message: 'Zeile\n🚀',
    flowRunId: flowRun.id,
    timestamp: noon,
  });
  return { flowRun, flowRunStates, taskRun, taskRunStates, log };
}

/** A history, of which the last entry is the current one. */
function enterStates<State extends FlowRunState | TaskRunState>(
  run: Run & { setState(state: NoInfer<State>): void },
  StateClass: new (values: Entry) => State,
): State[] {
  const steps = [
    ['PENDING', 'Pending'],
    ['RUNNING', 'Läuft'],
    ['COMPLETED', 'Completed'],
  ] as const;
  const states = steps.map(
    ([type, name], index) =>
      new StateClass({ type, name, timestamp: noon.add({ seconds: index, microseconds: index }) }),
  );
  const last = states.at(-1)!;
  last.message = 'fertig ✓';
  last.storedData = { result: [1, 'ü', null] };
  last.stateDetails.cache_key = 'schlüssel';
  for (const state of states) {
    run.setState(state);
  }
  run.stateType = last.type;
  run.stateName = last.name;
  run.stateTimestamp = last.timestamp;
  return states;
}

async function makeBlock(em: EntityManager) {
  const blockType = new BlockType({
    name: 'Geheimnis',
    slug: 'geheimnis',
    description: 'für 🔒',
    logoUrl: 'https://example.org/l.png',
  });
  const blockSchema = new BlockSchema({
    blockType,
    checksum: 'sha256:0123',
    version: '1.0',
    capabilities: ['b', 'a'],
    fields: {
      title: 'Geheimnis',
      type: 'object',
      properties: {},
      secret_fields: ['password'],
      block_schema_references: {},
    },
  });
  const block = new BlockDocument({
    blockType,
    blockSchema,
    name: 'mein-geheimnis',
    blockTypeName: blockType.name,
    isAnonymous: false,
  });
  await block.encryptData(em, secret);
  return { blockType, blockSchema, block };
}

function makeArtifacts(flowRun: FlowRun) {
  const shared = { key: 'bericht', type: 'markdown', flowRunId: flowRun.id };
  const artifacts = [
    new Artifact({ ...shared, data: '# Alt', description: 'der erste', metadata: { v: '1' } }),
    new Artifact({ ...shared, data: hardDocument, description: 'der zweite ü' }),
  ];
  const latest = artifacts[1]!;
  const collection = new ArtifactCollection({
    key: shared.key,
    latestId: latest.id,
    type: latest.type,
    data: hardDocument,
    description: latest.description,
    flowRunId: latest.flowRunId,
  });
  return { artifacts, collection };
}

function makeSettings() {
  const variables = Object.entries(hardValues).map(
    ([name, value]) => new Variable({ name: `hart_${name}`, value, tags: [name, 'ä'] }),
  );
  const automation = new Automation({
    name: 'wächter',
    description: 'wenn, dann',
    tags: ['a'],
    trigger: makeEventTrigger({
      match: { 'prefect.resource.id': ['test.ü', 'test.*'] },
      within: 10.5,
    }),
    actions: [{ type: 'do-nothing' }],
  });
  return { variables, automation };
}
