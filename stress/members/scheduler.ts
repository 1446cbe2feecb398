import { setTimeout as sleep } from 'node:timers/promises';
import { FlowRun } from '../../src/index.ts';
import { forkFor } from '../../src/orm-config/index.ts';
import { setFlowRunStates } from '../../src/services/transitions/index.ts';
import type { Play } from './member.ts';

const pauseMilliseconds = 100;

/** Only runs with a queue, in bulk. */
export const playScheduler: Play<'scheduler'> = async ({ name }, configuration, isOver) => {
  let scheduled = 0;
  while (!isOver()) {
    const em = await forkFor(configuration);
    const taken = await em.find(
      FlowRun,
      { stateType: 'PENDING', workQueue: { $ne: null } },
      { fields: ['id'], populate: false, disableIdentityMap: true },
    );
    const state = { type: 'SCHEDULED', name } as const;
    scheduled += (
      await setFlowRunStates(
        em,
        taken.map(({ id }) => ({ flowRunId: id, state })),
      )
    ).length;
    await sleep(pauseMilliseconds);
  }
  return scheduled;
};
