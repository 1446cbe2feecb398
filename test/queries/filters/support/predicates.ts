import type { Deployment, Flow, FlowRun, TaskRun, WorkPool, WorkQueue } from '../../../../src/domain/index.ts';
import type { World } from './world.ts';

/** What Prefect's filters mean, said a second time in plain words: without a database, over objects. */
type Document = Readonly<Record<string, unknown>>;
/** Undefined where nothing is asked. */
type Verdict = boolean | undefined;
type Criterion = (asked: never, actual: never) => Verdict;
type Judge<Row> = (asked: Document, row: Row, world: World) => boolean;

const ofOne = {
  any_: (asked: unknown[], actual: unknown) => asked.includes(actual),
  not_any_: (asked: unknown[], actual: unknown) =>
    asked.length === 0 ? undefined : actual !== null && !asked.includes(actual),
  like_: (asked: string, actual: string | null) =>
    asked === '' ? undefined : actual !== null && patternOf(asked).test(lowerAscii(actual)),
  is_null_: (asked: boolean, actual: unknown) => (actual === null) === asked,
  before_: (asked: Temporal.Instant, actual: Temporal.Instant | null) =>
    actual !== null && Temporal.Instant.compare(actual, asked) <= 0,
  after_: (asked: Temporal.Instant, actual: Temporal.Instant | null) =>
    actual !== null && Temporal.Instant.compare(actual, asked) >= 0,
  eq_: (asked: boolean, actual: unknown) => actual === asked,
  exists_: (asked: boolean, actual: boolean) => actual === asked,
};

const ofList = {
  all_: (asked: string[], actual: string[]) =>
    asked.length === 0 ? undefined : asked.every((tag) => actual.includes(tag)),
  any_: (asked: string[], actual: string[]) => asked.some((tag) => actual.includes(tag)),
  is_null_: (asked: boolean, actual: string[]) => (actual.length === 0) === asked,
};

/** The words of a world hold nothing that means more to a regular expression. */
function patternOf(like: string): RegExp {
  return new RegExp(lowerAscii(like).replaceAll('%', '.*').replaceAll('_', '.'), 's');
}

function lowerAscii(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function combined(asked: Document, verdicts: readonly Verdict[]): boolean {
  const given = verdicts.filter((verdict) => verdict !== undefined);
  return asked['operator'] === 'or_' && given.length > 0 ? given.some(Boolean) : given.every(Boolean);
}

function keysOf(asked: Document): string[] {
  return Object.keys(asked).filter((key) => key !== 'operator' && asked[key] !== null);
}

/** The criteria of one field, all about the same value. */
function field<Row>(
  valueOf: (row: Row, world: World) => unknown,
  criteria: Readonly<Record<string, Criterion>> = ofOne,
): Judge<Row> {
  return fields(Object.fromEntries(Object.keys(criteria).map((key) => [key, valueOf])), criteria);
}

/** The criteria of one field, about a value each. */
function fields<Row>(
  values: Readonly<Record<string, (row: Row, world: World) => unknown>>,
  criteria: Readonly<Record<string, Criterion>> = ofOne,
): Judge<Row> {
  return (asked, row, world) =>
    combined(
      asked,
      keysOf(asked).map((key) => criteria[key]!(asked[key] as never, values[key]!(row, world) as never)),
    );
}

function filter<Row>(judges: Readonly<Record<string, Judge<Row>>>): Judge<Row> {
  return (asked, row, world) =>
    combined(
      asked,
      keysOf(asked).map((key) => judges[key]!(asked[key] as Document, row, world)),
    );
}

/** Of type and name each counts only with one criterion. */
const state: Judge<FlowRun | TaskRun> = (asked, row, world) => {
  const values: Readonly<Record<string, Judge<FlowRun | TaskRun>>> = {
    type: field((run) => run.stateType),
    name: field((run) => run.stateName),
  };
  const single = keysOf(asked).filter((key) => {
    const criteria = Object.entries(asked[key] as Document);
    return (
      criteria.filter(([name, value]) => value !== null && (name === 'any_' || (value as []).length > 0)).length === 1
    );
  });
  return combined(
    asked,
    single.map((key) => values[key]!(asked[key] as Document, row, world)),
  );
};

const ofFlowRun: Judge<TaskRun> = ({ any_: any, is_null_: isNull = false }, { flowRunId }) => {
  if (isNull === true) {
    return flowRunId === null;
  }
  return any == null ? isNull === null || flowRunId !== null : (any as unknown[]).includes(flowRunId);
};

const flow = filter<Flow>({
  id: field(({ id }) => id),
  name: field(({ name }) => name),
  tags: field((row) => row.tags, ofList),
  deployment: field(({ id }, { deployments }) => deployments.find(({ flowId }) => flowId === id) ?? null),
});

const flowRun = filter<FlowRun>({
  id: field(({ id }) => id),
  name: field(({ name }) => name),
  tags: field((row) => row.tags, ofList),
  deployment_id: field(({ deploymentId }) => deploymentId),
  work_queue_name: field(({ workQueueName }) => workQueueName),
  state,
  flow_version: field(({ flowVersion }) => flowVersion),
  start_time: fields({
    before_: ({ startTime, expectedStartTime }) => startTime ?? expectedStartTime,
    after_: ({ startTime, expectedStartTime }) => startTime ?? expectedStartTime,
    is_null_: ({ startTime }) => startTime,
  }),
  end_time: field(({ endTime }) => endTime),
  expected_start_time: field(({ expectedStartTime }) => expectedStartTime),
  next_scheduled_start_time: field(({ nextScheduledStartTime }) => nextScheduledStartTime),
  parent_flow_run_id: field(
    ({ parentTaskRunId }, { taskRuns }) => taskRuns.find(({ id }) => id === parentTaskRunId)?.flowRunId,
  ),
  parent_task_run_id: field(({ parentTaskRunId }) => parentTaskRunId),
  idempotency_key: field(({ idempotencyKey }) => idempotencyKey),
  created_by: fields(
    {
      id_: ({ createdBy }) => createdBy?.id,
      type_: ({ createdBy }) => createdBy?.type,
      is_null_: ({ createdBy }) => createdBy,
    },
    { ...ofOne, id_: ofOne.any_, type_: ofOne.any_ },
  ),
});

const taskRun = filter<TaskRun>({
  id: field(({ id }) => id),
  name: field(({ name }) => name),
  tags: field((row) => row.tags, ofList),
  state,
  start_time: field(({ startTime }) => startTime),
  end_time: field(({ endTime }) => endTime),
  expected_start_time: field(({ expectedStartTime }) => expectedStartTime),
  subflow_runs: field(({ id }, { flowRuns }) => flowRuns.some(({ parentTaskRunId }) => parentTaskRunId === id)),
  flow_run_id: ofFlowRun,
});

const deployment = filter<Deployment>({
  id: field(({ id }) => id),
  name: field(({ name }) => name),
  flow_or_deployment_name: ({ like_: like }, row, { flows }) => {
    const names = [row.name, flows.find(({ id }) => id === row.flowId)!.name];
    return like == null || like === '' || names.some((name) => ofOne.like_(like as string, name));
  },
  paused: field(({ paused }) => paused),
  tags: field((row) => row.tags, ofList),
  work_queue_name: field(({ workQueueName }) => workQueueName),
});

const workPool = filter<WorkPool>({
  id: field(({ id }) => id),
  name: field(({ name }) => name),
  type: field(({ type }) => type),
});

const workQueue = filter<WorkQueue>({ id: field(({ id }) => id), name: field(({ name }) => name) });

/** One of the rows meets what is asked of each of them; undefined where nothing is. */
type Some<Row> = (asked: Document, row: Row, world: World) => Verdict;

function meets<Row>(key: string, judge: Judge<Row>): Some<Row> {
  return (asked, row, world) => (asked[key] == null ? undefined : judge(asked[key] as Document, row, world));
}

/** All that are given of these. */
function every<Row>(...verdicts: Some<Row>[]): Some<Row> {
  return (asked, row, world) => {
    const given = verdicts.map((verdict) => verdict(asked, row, world)).filter((verdict) => verdict !== undefined);
    return given.length === 0 ? undefined : given.every(Boolean);
  };
}

/** One of the related rows meets all that are given; there must be one as soon as anything is. */
function some<Row, Other>(
  others: (row: Row, world: World) => readonly (Other | undefined)[],
  keys: readonly string[],
  verdict: Some<Other>,
): Some<Row> {
  return (asked, row, world) =>
    keys.every((key) => asked[key] == null)
      ? undefined
      : others(row, world).some((other) => other !== undefined && verdict(asked, other, world) === true);
}

const byId = <Row extends { id: string }>(rows: readonly Row[], id: string | null) => [
  rows.find((row) => row.id === id),
];

const pools = some<WorkQueue, WorkPool>(
  ({ workPoolId }, world) => byId(world.workPools, workPoolId),
  ['work_pools'],
  meets('work_pools', workPool),
);
const queues = some<FlowRun | Deployment, WorkQueue>(
  ({ workQueueId }, world) => byId(world.workQueues, workQueueId),
  ['work_pool_queues', 'work_pools'],
  every(meets('work_pool_queues', workQueue), pools),
);
const itsFlow = some<FlowRun | Deployment, Flow>(
  ({ flowId }, world) => byId(world.flows, flowId),
  ['flows'],
  meets('flows', flow),
);
const itsDeployment = some<FlowRun, Deployment>(
  ({ deploymentId }, world) => byId(world.deployments, deploymentId),
  ['deployments'],
  meets('deployments', deployment),
);
const itsTaskRuns = some<FlowRun, TaskRun>(
  ({ id }, world) => world.taskRuns.filter(({ flowRunId }) => flowRunId === id),
  ['task_runs'],
  meets('task_runs', taskRun),
);

/** By the kind of rows that is asked for: whether a row meets the filters. */
export const predicates = {
  flows: every<Flow>(
    meets('flows', flow),
    some(
      ({ id }, world) => world.deployments.filter(({ flowId }) => flowId === id),
      ['deployments', 'work_pools'],
      every(
        meets('deployments', deployment),
        some(({ workQueueId }: Deployment, world) => byId(world.workQueues, workQueueId), ['work_pools'], pools),
      ),
    ),
    some(
      ({ id }, world) => world.flowRuns.filter(({ flowId }) => flowId === id),
      ['flow_runs', 'task_runs'],
      every(meets('flow_runs', flowRun), itsTaskRuns),
    ),
  ),
  flowRuns: every<FlowRun>(meets('flow_runs', flowRun), itsFlow, itsDeployment, itsTaskRuns, queues),
  taskRuns: every<TaskRun>(
    meets('task_runs', taskRun),
    some(
      ({ flowRunId }, world) => byId(world.flowRuns, flowRunId),
      ['flow_runs', 'flows', 'deployments'],
      every(meets('flow_runs', flowRun), itsFlow, itsDeployment),
    ),
  ),
  deployments: every<Deployment>(
    meets('deployments', deployment),
    itsFlow,
    some(
      ({ id }, world) => world.flowRuns.filter(({ deploymentId }) => deploymentId === id),
      ['flow_runs', 'task_runs'],
      every(meets('flow_runs', flowRun), itsTaskRuns),
    ),
    queues,
  ),
};
