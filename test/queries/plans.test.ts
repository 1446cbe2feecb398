import type { EntityManager } from '@mikro-orm/core';
import { expect } from 'chai';
import { FlowRun, TaskRun } from '../../src/domain/index.ts';
import { runsByStateAsOf, stateAsOf } from '../../src/queries/as-of/index.ts';
import { averageLateness } from '../../src/queries/average-lateness.ts';
import type { FlowRunFilter, LogFilter, TaskRunFilter } from '../../src/queries/filters/index.ts';
import { flowRunGraph } from '../../src/queries/flow-run-graph/index.ts';
import { flowRunsById } from '../../src/queries/flow-runs-by-id.ts';
import { historiesOf } from '../../src/queries/histories-of.ts';
import { lateFlowRuns } from '../../src/queries/late-flow-runs.ts';
import { latestFlowRuns } from '../../src/queries/latest-flow-runs.ts';
import {
  artifacts,
  artifactsPage,
  countArtifacts,
  countDeployments,
  countFlowRuns,
  countFlows,
  countLogs,
  countTaskRuns,
  deployments,
  deploymentsPage,
  flowRuns,
  flowRunsPage,
  flows,
  flowsPage,
  logs,
  logsPage,
  type Page,
  taskRuns,
  taskRunsPage,
} from '../../src/queries/lists/index.ts';
import { runHistory } from '../../src/queries/run-history.ts';
import { runsByState } from '../../src/queries/runs-by-state.ts';
import { scheduledFlowRunsFromWorkPools } from '../../src/queries/scheduled-flow-runs-from-work-pools.ts';
import { scheduledFlowRunsFromWorkQueues } from '../../src/queries/scheduled-flow-runs-from-work-queues.ts';
import { setStateIdOnInsertedFlowRuns } from '../../src/queries/set-state-id-on-inserted-flow-runs.ts';
import {
  flowRunSort,
  type FlowRunSort,
  logSort,
  type LogSort,
  taskRunSort,
  type TaskRunSort,
} from '../../src/queries/sort-orders.ts';
import { taskRunsPerFlowRun } from '../../src/queries/task-runs-per-flow-run.ts';
import type { Dialect } from '../support/databases/index.ts';
import { describeEachDialect } from '../support/dialects.ts';
import { firstStart, idOf, makeManyRuns } from './support/many-runs.ts';
import { fullScansIn, plansOf } from './support/plans.ts';

type Query = (em: EntityManager) => Promise<unknown>;

const hours = (count: number) => firstStart.add({ hours: count });
const day = { start: hours(48), end: hours(56) };
const interval = Temporal.Duration.from({ hours: 1 });
const flowRunIds = { any_: [idOf('flowRun', 7), idOf('flowRun', 8)] };
const taskRunIds = { any_: [idOf('taskRun', 7)] };
const running = { state: { type: { any_: ['RUNNING'] } } } as const;

const flowRunFilters: Readonly<Record<string, FlowRunFilter>> = {
  id: { id: flowRunIds },
  name: { name: { any_: ['run-7'] } },
  deployment: { deployment_id: { any_: [idOf('deployment', 7)] } },
  'work queue': { work_queue_name: { any_: ['queue-7'] } },
  'type of state': running,
  'name of state': { state: { name: { any_: ['Late'] } } },
  'version of the flow': { flow_version: { any_: ['version-7'] } },
  start: { start_time: { after_: hours(8), before_: hours(10) } },
  end: { end_time: { before_: hours(1) } },
  'expected start': { expected_start_time: { before_: hours(1) } },
  'next start': { next_scheduled_start_time: { before_: hours(24) } },
  'calling flow run': { parent_flow_run_id: flowRunIds },
  'calling task run': { parent_task_run_id: taskRunIds },
  'idempotency key': { idempotency_key: { any_: ['key-7'] } },
};

const taskRunFilters: Readonly<Record<string, TaskRunFilter>> = {
  id: { id: taskRunIds },
  name: { name: { any_: ['run-7'] } },
  'flow run': { flow_run_id: flowRunIds },
  'type of state': running,
  start: { start_time: { before_: hours(1) } },
  'what it called': { subflow_runs: { exists_: true } },
};

const logFilters: Readonly<Record<string, LogFilter>> = {
  'flow run': { flow_run_id: flowRunIds, text: { query: 'line' } },
  'task run': { task_run_id: taskRunIds },
  time: { timestamp: { before_: hours(1) }, level: { ge_: 40 } },
};

/** What no index of the reference's schema can serve: the query, where, and how each table is asked. */
const withoutIndex: readonly [query: string, on: readonly Dialect[], Readonly<Record<string, Query>>][] = [
  [
    'runs by tags',
    ['sqlite', 'postgresql'],
    {
      flow_run: (em) => countFlowRuns(em, { flow_runs: { tags: { all_: ['x'] } } }),
      task_run: (em) => countTaskRuns(em, { task_runs: { tags: { all_: ['x'] } } }),
    },
  ],
  [
    'runs by who made them',
    ['sqlite', 'postgresql'],
    { flow_run: (em) => countFlowRuns(em, { flow_runs: { created_by: { id_: [idOf('flow', 7)] } } }) },
  ],
  [
    'runs by a part of the name',
    ['sqlite'],
    {
      flow_run: (em) => countFlowRuns(em, { flow_runs: { name: { like_: 'run-99' } } }),
      task_run: (em) => countTaskRuns(em, { task_runs: { name: { like_: 'run-99' } } }),
    },
  ],
  ['runs in the order of their start', ['sqlite'], { flow_run: (em) => flowRuns(em, { sort: 'START_TIME_DESC' }) }],
  [
    'log lines by their text alone',
    ['sqlite', 'postgresql'],
    { log: (em) => countLogs(em, { logs: { text: { query: 'nothing' } } }) },
  ],
];

describeEachDialect('The plan of a query over 100,000 runs', (db) => {
  before('makes the runs', async function () {
    this.timeout(120_000);
    await makeManyRuns(db);
  });

  const queries: Record<string, Query> = {
    'the poll of all queues': (em) => scheduledFlowRunsFromWorkQueues(em),
    'the poll of one queue': (em) =>
      scheduledFlowRunsFromWorkQueues(em, {
        workQueueIds: [idOf('workQueue', 7)],
        limitPerQueue: 10,
        scheduledBefore: day.end,
      }),
    'the poll of all pools': (em) => scheduledFlowRunsFromWorkPools(em, { respectQueuePriorities: true }),
    'the poll of one pool': (em) =>
      scheduledFlowRunsFromWorkPools(em, { workPoolIds: [idOf('workPool', 7)], scheduledBefore: day.end, limit: 10 }),
    'the history of flow runs': (em) => runHistory(em, FlowRun, { ...day, interval }),
    'the history of the failed flow runs': (em) =>
      runHistory(em, FlowRun, { ...day, interval, where: { stateType: 'FAILED' } }),
    'the history of task runs': (em) => runHistory(em, TaskRun, { ...day, interval }),
    'the graph of a flow run': (em) => flowRunGraph(em, idOf('flowRun', 7)),
    'the average lateness of what waits': (em) => averageLateness(em, { stateType: 'SCHEDULED' }),
    'the states of inserted runs': (em) =>
      setStateIdOnInsertedFlowRuns(em, [idOf('flowRun', 7)], [idOf('flowRunState', 7)]),
    'flow runs by id': (em) => flowRunsById(em, flowRunIds.any_),
    'the histories of flow runs': (em) => historiesOf(em, flowRunIds.any_),
    'the latest flow runs': (em) => latestFlowRuns(em, 10),
    'the late flow runs': (em) => lateFlowRuns(em, hours(10), 10),
    'how many task runs flow runs have': (em) => taskRunsPerFlowRun(em, flowRunIds.any_),
    'the state of a flow run as of a moment': (em) =>
      stateAsOf(em, em.getReference(FlowRun, idOf('flowRun', 7)), hours(9)),
    'the state of a task run as of a moment': (em) =>
      stateAsOf(em, em.getReference(TaskRun, idOf('taskRun', 7)), hours(9)),
    'the states of the runs of a flow as of a moment': (em) =>
      runsByStateAsOf(em, { flowId: idOf('flow', 7) }, hours(900)),
    'the states of the runs of a deployment as of a moment': (em) =>
      runsByStateAsOf(em, { deploymentId: idOf('deployment', 7) }, hours(900)),
    'the states of the runs of a pool as of a moment': (em) =>
      runsByStateAsOf(em, { workPoolId: idOf('workPool', 7) }, hours(900)),
    'flow runs by their flow': (em) => flowRuns(em, { filter: { flows: { name: { any_: ['flow-7'] } } } }),
    'flow runs by a task run': (em) => flowRuns(em, { filter: { task_runs: { name: { any_: ['run-7'] } } } }),
    'flow runs by their deployment': (em) =>
      flowRuns(em, { filter: { deployments: { name: { any_: ['deployment-7'] } } } }),
    'flow runs by their pool': (em) => flowRuns(em, { filter: { work_pools: { name: { any_: ['pool-7'] } } } }),
    'flow runs by their queue': (em) => flowRuns(em, { filter: { work_pool_queues: { name: { any_: ['queue-7'] } } } }),
    'task runs by their flow run': (em) => taskRuns(em, { filter: { flow_runs: { id: flowRunIds } } }),
    'task runs by their flow': (em) => taskRuns(em, { filter: { flows: { name: { any_: ['flow-7'] } } } }),
    'task runs by their deployment': (em) =>
      taskRuns(em, { filter: { deployments: { name: { any_: ['deployment-7'] } } } }),
    'flows by a run': async (em) => [
      await flows(em, { filter: { flow_runs: running } }),
      await countFlows(em, { flow_runs: running }),
    ],
    'flows by a task run': (em) => flows(em, { filter: { task_runs: { name: { any_: ['run-7'] } } } }),
    'flows by a deployment': (em) => flowsPage(em, { filter: { deployments: { name: { any_: ['deployment-7'] } } } }),
    'deployments by a run': async (em) => [
      await deployments(em, { filter: { flow_runs: running } }),
      await countDeployments(em, { flow_runs: running }),
    ],
    'deployments by a task run': (em) => deploymentsPage(em, { filter: { task_runs: { name: { any_: ['run-7'] } } } }),
    'artifacts by their flow run': (em) => artifacts(em, { filter: { flow_runs: { name: { any_: ['run-7'] } } } }),
    'artifacts by their task run': (em) => artifactsPage(em, { filter: { task_runs: { name: { any_: ['run-7'] } } } }),
    'artifacts by their flow': (em) => countArtifacts(em, { flows: { name: { any_: ['flow-7'] } } }),
  };
  for (const [by, filter] of Object.entries(flowRunFilters)) {
    queries[`flow runs by ${by}`] = (em) => flowRuns(em, { filter: { flow_runs: filter } });
    queries[`how many flow runs by ${by}`] = (em) => countFlowRuns(em, { flow_runs: filter });
  }
  for (const [by, filter] of Object.entries(taskRunFilters)) {
    queries[`task runs by ${by}`] = (em) => taskRuns(em, { filter: { task_runs: filter } });
    queries[`how many task runs by ${by}`] = (em) => countTaskRuns(em, { task_runs: filter });
  }
  for (const [by, filter] of Object.entries(logFilters)) {
    queries[`log lines by ${by}`] = (em) => logs(em, { filter: { logs: filter } });
    queries[`how many log lines by ${by}`] = (em) => countLogs(em, { logs: filter });
  }
  for (const sort of (Object.keys(flowRunSort) as FlowRunSort[]).filter((name) => !name.startsWith('START_TIME'))) {
    queries[`pages of flow runs by ${sort}`] = (em) => pages((after) => flowRunsPage(em, { sort, limit: 5, after }));
  }
  for (const sort of Object.keys(taskRunSort) as TaskRunSort[]) {
    queries[`pages of task runs by ${sort}`] = (em) => pages((after) => taskRunsPage(em, { sort, limit: 5, after }));
  }
  for (const sort of Object.keys(logSort) as LogSort[]) {
    queries[`pages of log lines by ${sort}`] = (em) => pages((after) => logsPage(em, { sort, limit: 5, after }));
  }

  it('reads no table of runs as a whole', async function () {
    this.timeout(60_000);
    for (const [title, query] of Object.entries(queries)) {
      const plans = await plansOf(db, query);
      expect(plans.size, title).to.be.greaterThan(0);
      expect(fullScansIn(plans), `${title}\n${[...plans].flat(2).join('\n')}`).to.deep.equal([]);
    }
  });

  for (const [query, on, works] of withoutIndex) {
    const isWithout = on.includes(db.dialect);
    const how = isWithout ? `as a whole for ${query}, where no index can serve` : `by an index for ${query}`;
    for (const [table, work] of Object.entries(works)) {
      it(`reads ${table} ${how}`, async () => {
        expect(fullScansIn(await plansOf(db, work))).to.have.length(isWithout ? 1 : 0);
      });
    }
  }

  it('reads the runs as a whole for an aggregate over all', async () => {
    for (const query of [averageLateness, countTaskRuns, (em) => runsByState(em, FlowRun)] as Query[]) {
      expect(fullScansIn(await plansOf(db, query))).to.have.length(1);
    }
  });
});

/** The first page and the second. */
async function pages(ask: (after: string | null) => Promise<Page<object>>): Promise<void> {
  const { next } = await ask(null);
  expect((await ask(next)).items).to.have.length(5);
}
