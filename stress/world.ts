import type { EntityManager } from '@mikro-orm/core';
import { FlowRun, TaskRun } from '../src/index.ts';
import { setFlowRunStates } from '../src/services/transitions/index.ts';
import { makeFlow, makeFlowRun, makeTaskRun, makeWorkQueue } from '../test/support/factories.ts';
import type { Target } from './members/member.ts';

const waitingRuns = 40;

/** The runs that a crowd sets states of. */
export interface World {
  /** Every other is a flow run, and every other of them stands for a task run of another flow run; the others are task runs. */
  readonly targets: readonly Target[];
}

/** Makes runs to set states of, and a queue with scheduled runs to be polled. */
export async function makeWorld(em: EntityManager, count: number): Promise<World> {
  const flow = makeFlow();
  const runs = Array.from({ length: count }, (_, index) =>
    index % 2 === 1
      ? makeTaskRun({ flowRun: null })
      : makeFlowRun({ flow, ...(index % 4 === 2 && { parentTaskRun: makeTaskRun({ flowRun: null }) }) }),
  );
  const workQueue = makeWorkQueue();
  const waiting = Array.from({ length: waitingRuns }, () =>
    makeFlowRun({ flow, workQueue, workQueueName: workQueue.name }),
  );
  await em.persist([...runs, ...waiting]).flush();
  await setFlowRunStates(
    em,
    waiting.map(({ id }) => ({ flowRunId: id, state: { type: 'SCHEDULED', name: 'scheduler' } })),
  );
  return { targets: runs.map((run) => ({ kind: run instanceof FlowRun ? 'FlowRun' : 'TaskRun', id: run.id })) };
}

/** The targets with their histories. */
export async function loadTargets(em: EntityManager, targets: readonly Target[]): Promise<(FlowRun | TaskRun)[]> {
  const ids = targets.map(({ id }) => id);
  const flowRuns = await em.find(FlowRun, ids, { populate: ['states', 'parentTaskRun.states'] });
  return [...flowRuns, ...(await em.find(TaskRun, ids, { populate: ['states'] }))];
}

/** The runs that were polled, with their histories. */
export async function loadPolled(em: EntityManager): Promise<FlowRun[]> {
  return em.find(FlowRun, { workQueue: { $ne: null } }, { populate: ['states'] });
}
