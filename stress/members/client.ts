import type { StateType } from '../../src/index.ts';
import { forkFor } from '../../src/orm-config/index.ts';
import { type NewState, setFlowRunState, setTaskRunState } from '../../src/services/transitions/index.ts';
import type { Play } from './member.ts';

const life: readonly StateType[] = ['SCHEDULED', 'PENDING', 'RUNNING', 'PAUSED', 'RUNNING', 'FAILED'];

/** Each in a unit of work of its own, as the requests to a server. */
export const playClient: Play<'client'> = async ({ name, targets, states }, configuration) => {
  for (let number = 0; number < states; number += 1) {
    const { kind, id } = targets[number % targets.length]!;
    const em = await forkFor(configuration);
    const set = kind === 'FlowRun' ? setFlowRunState : setTaskRunState;
    await set(em, id, stateOf(name, number));
  }
  return states;
};

/** Every seventh has a result. */
function stateOf(name: string, number: number): NewState {
  const type = life[number % life.length]!;
  return { type, name, message: `${number}`, ...(number % 7 === 0 && { data: { number } }) };
}
