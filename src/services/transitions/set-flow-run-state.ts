import type { EntityManager } from '@mikro-orm/core';
import { id } from '../../queries/arguments.ts';
import { inTransaction } from '../transaction.ts';
import { enterFlowRunStates } from './enter-flow-run-states.ts';
import { checkedProposal, type NewState } from './new-state.ts';
import type { FlowRunTransition } from './transition.ts';

/**
 * Lets a flow run enter a state, with all that is noted on the run when it does, in one transaction that holds the run locked. The task run that
 * stands for it in another flow run, if there is one, enters a copy of the state.
 *
 * It is what the reference does with `force=True`, and without it where no policy is given: of its rules only two speak against a state.
 * A run that waits for its time, or was suspended, has nothing that could be stopped: it is CANCELLED at once instead of CANCELLING. And
 * a result is not given up for a COMPLETED state without one: the run keeps its state.
 *
 * @param state as it is proposed; the run may enter another one
 * @returns what came of it; a rejection is no error
 * @throws {@link InvalidArgumentError} for a state that makes no sense, and {@link FlowRunNotFoundError}; nothing is written
 */
export async function setFlowRunState(
  em: EntityManager,
  flowRunId: string,
  state: NewState,
): Promise<FlowRunTransition> {
  const proposed = { runId: id('flowRunId', flowRunId), proposal: checkedProposal('state', state) };
  const [transition] = await inTransaction(em, (tx) => enterFlowRunStates(tx, [proposed]));
  return transition!;
}
