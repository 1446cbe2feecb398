import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/core';
import { now } from '../../src/index.ts';
import { forkFor } from '../../src/orm-config/index.ts';
import { scheduledFlowRunsFromWorkPools } from '../../src/queries/scheduled-flow-runs-from-work-pools.ts';
import { scheduledFlowRunsFromWorkQueues } from '../../src/queries/scheduled-flow-runs-from-work-queues.ts';
import { setFlowRunStates } from '../../src/services/transitions/index.ts';
import type { Play } from './member.ts';

const runsAtOnce = 4;
const pauseMilliseconds = 50;

/** Polls and takes in one transaction, as the databases ask for it. */
export const playPoller: Play<'poller'> = async ({ name }, configuration, isOver) => {
  let taken = 0;
  for (let turn = 0; !isOver(); turn += 1) {
    const em = await forkFor(configuration);
    taken += await em.transactional(async (tx) => {
      const polled = await (turn % 2 === 0 ? ofQueues(tx) : ofPools(tx));
      const transitions = polled.map(({ flowRun }) => ({
        flowRunId: flowRun.id,
        state: { type: 'PENDING', name } as const,
      }));
      return (await setFlowRunStates(tx, transitions)).length;
    });
    await sleep(pauseMilliseconds);
  }
  return taken;
};

function ofQueues(em: EntityManager) {
  return scheduledFlowRunsFromWorkQueues(em, { limitPerQueue: runsAtOnce, scheduledBefore: now() });
}

function ofPools(em: EntityManager) {
  return scheduledFlowRunsFromWorkPools(em, { limit: runsAtOnce, queueLimit: runsAtOnce, scheduledBefore: now() });
}
