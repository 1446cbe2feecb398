import type { EntityManager } from '@mikro-orm/core';
import {
  type Flow,
  FlowRun,
  FlowRunState,
  newId,
  type StateType,
  TaskRun,
  type WorkPool,
  type WorkQueue,
} from '../../../src/domain/index.ts';
import type { TestDatabase } from '../../support/dialects.ts';
import { makeFlow, makeWorkPool, makeWorkQueue } from '../../support/factories.ts';

const runs = 10_000;
const pools = 10;
const queuesOfPool = 10;
const runsWithTasks = 500;

/** When the first of the runs was expected to start; one follows every minute. */
export const firstStart = Temporal.Instant.from('2026-01-01T00:00:00Z');

/** What was made: some of the ids. */
export interface ManyRuns {
  readonly flowRunId: string;
  readonly workPoolId: string;
  readonly workQueueId: string;
  readonly stateId: string;
}

/** Fills a database as one that has been used for a while: most runs have ended, few wait, fewer run. */
export async function makeManyRuns(db: TestDatabase): Promise<ManyRuns> {
  const em = db.em();
  const flow = makeFlow();
  const queues = Array.from({ length: pools }, () => queuesOf(makeWorkPool({ concurrencyLimit: 50 }))).flat();
  await em.persist([flow, ...queues]).flush();
  const flowRuns = Array.from({ length: runs }, (_, index) => flowRunOf(flow, queues[index % queues.length]!, index));
  const states = flowRuns.map(({ id }) => ({
    id: newId(),
    flowRun: id,
    type: 'COMPLETED' as const,
    name: 'Completed',
    timestamp: firstStart,
  }));
  const parents = flowRuns.slice(0, runsWithTasks);
  const taskRuns = Array.from({ length: runs }, (_, index) => taskRunOf(parents[index % runsWithTasks]!.id, index));
  await insert(em, FlowRun, flowRuns);
  await insert(em, FlowRunState, states);
  await insert(em, TaskRun, taskRuns);
  await em.getConnection().execute('analyze');
  return {
    flowRunId: parents[0]!.id,
    workPoolId: queues[0]!.workPoolId,
    workQueueId: queues[0]!.id,
    stateId: states[0]!.id,
  };
}

function queuesOf(workPool: WorkPool): WorkQueue[] {
  return Array.from({ length: queuesOfPool }, (_, index) =>
    makeWorkQueue({ workPool, priority: index + 1, concurrencyLimit: 20 }),
  );
}

function flowRunOf(flow: Flow, queue: WorkQueue, index: number) {
  const [stateType, stateName] = stateOf(index);
  const expectedStartTime = firstStart.add({ minutes: index });
  return {
    id: newId(),
    name: `run-${index}`,
    flow: flow.id,
    workQueue: queue.id,
    workQueueName: queue.name,
    stateType,
    stateName,
    stateTimestamp: expectedStartTime,
    expectedStartTime,
    nextScheduledStartTime: stateType === 'SCHEDULED' ? expectedStartTime : null,
    startTime: stateType === 'SCHEDULED' ? null : expectedStartTime,
  };
}

function taskRunOf(flowRun: string, index: number) {
  return {
    id: newId(),
    name: `task-${index}`,
    flowRun,
    taskKey: 'task',
    dynamicKey: String(index),
    stateType: 'COMPLETED' as const,
    stateName: 'Completed',
    expectedStartTime: firstStart.add({ minutes: index }),
    startTime: firstStart.add({ minutes: index }),
  };
}

function stateOf(index: number): [StateType, string] {
  if (index % 50 === 0) {
    return ['SCHEDULED', 'Scheduled'];
  }
  return index % 499 === 0 ? ['RUNNING', 'Running'] : ['COMPLETED', 'Completed'];
}

async function insert(
  em: EntityManager,
  kind: new (...values: never[]) => object,
  rows: readonly object[],
): Promise<void> {
  await em.insertMany(kind as never, rows as never[]);
}
