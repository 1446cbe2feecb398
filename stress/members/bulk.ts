import { setTimeout as sleep } from 'node:timers/promises';
import { forkFor } from '../../src/orm-config/index.ts';
import { setFlowRunStates, setTaskRunStates } from '../../src/services/transitions/index.ts';
import type { Play, Target } from './member.ts';

const pauseMilliseconds = 100;

/** In one order, then in the other: the services have to lock in one of their own. */
export const playBulk: Play<'bulk'> = async ({ name, targets }, configuration, isOver) => {
  let number = 0;
  for (; !isOver(); number += 1) {
    const state = { type: 'RUNNING', name, message: `${number}` } as const;
    const inTurn = number % 2 === 0 ? targets : targets.toReversed();
    await setFlowRunStates(
      await forkFor(configuration),
      idsOf(inTurn, 'FlowRun').map((flowRunId) => ({ flowRunId, state })),
    );
    await setTaskRunStates(
      await forkFor(configuration),
      idsOf(inTurn, 'TaskRun').map((taskRunId) => ({ taskRunId, state })),
    );
    await sleep(pauseMilliseconds);
  }
  return number * targets.length;
};

function idsOf(targets: readonly Target[], wanted: Target['kind']): string[] {
  return targets.filter(({ kind }) => kind === wanted).map(({ id }) => id);
}
