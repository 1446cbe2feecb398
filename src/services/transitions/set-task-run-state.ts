import type { EntityManager } from '@mikro-orm/core';
import { id } from '../../queries/arguments.ts';
import { inTransaction } from '../transaction.ts';
import { enterTaskRunStates } from './enter-task-run-states.ts';
import { checkedProposal, type NewState } from './new-state.ts';
import type { TaskRunTransition } from './transition.ts';

/**
 * Lets a task run enter a state, with all that is noted on the run when it does, in one transaction that holds the run locked.
 *
 * It is what the reference does with `force=True`, and without it where no policy is given: no rule speaks against a state. No answer is
 * kept for its cache key, which in the reference is for a policy to do; and a `deferred` state is one like others, which the reference puts
 * under a policy of its own.
 *
 * @param state as it is proposed
 * @returns what came of it
 * @throws {@link InvalidArgumentError} for a state that makes no sense, and {@link TaskRunNotFoundError}; nothing is written
 */
export async function setTaskRunState(
  em: EntityManager,
  taskRunId: string,
  state: NewState,
): Promise<TaskRunTransition> {
  const proposed = { runId: id('taskRunId', taskRunId), proposal: checkedProposal('state', state) };
  const [transition] = await inTransaction(em, (tx) => enterTaskRunStates(tx, [proposed]));
  return transition!;
}
