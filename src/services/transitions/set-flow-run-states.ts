import type { EntityManager } from '@mikro-orm/core';
import { id } from '../../queries/arguments.ts';
import { inTransaction } from '../transaction.ts';
import { enterFlowRunStates } from './enter-flow-run-states.ts';
import { checkedProposal, type NewState } from './new-state.ts';
import type { FlowRunTransition } from './transition.ts';

/** A state that a flow run is to enter. */
export interface NewFlowRunState {
  readonly flowRunId: string;
  readonly state: NewState;
}

/**
 * Lets flow runs enter states, in the order given, as {@link setFlowRunState} would one by one, but in a handful of statements and one
 * transaction. A run may come several times.
 *
 * The runs are locked in the order of their ids, and after them the task runs that stand for them: calls at the same time wait for each other,
 * never in a circle.
 *
 * @returns what came of each, in the same order; the run is one entity, as it is after its last state
 * @throws as {@link setFlowRunState}; then nothing at all is written
 */
export async function setFlowRunStates(
  em: EntityManager,
  transitions: readonly NewFlowRunState[],
): Promise<FlowRunTransition[]> {
  const proposed = transitions.map(({ flowRunId, state }, index) => ({
    runId: id(`transitions[${index}].flowRunId`, flowRunId),
    proposal: checkedProposal(`transitions[${index}].state`, state),
  }));
  return proposed.length === 0 ? [] : inTransaction(em, (tx) => enterFlowRunStates(tx, proposed));
}
