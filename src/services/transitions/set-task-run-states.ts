import type { EntityManager } from '@mikro-orm/core';
import { id } from '../../queries/arguments.ts';
import { inTransaction } from '../transaction.ts';
import { enterTaskRunStates } from './enter-task-run-states.ts';
import { checkedProposal, type NewState } from './new-state.ts';
import type { TaskRunTransition } from './transition.ts';

/** A state that a task run is to enter. */
export interface NewTaskRunState {
  readonly taskRunId: string;
  readonly state: NewState;
}

/**
 * Lets task runs enter states, in the order given, as {@link setTaskRunState} would one by one, but in a handful of statements and one
 * transaction. A run may come several times.
 *
 * The runs are locked in the order of their ids: calls at the same time wait for each other, never in a circle.
 *
 * @returns what came of each, in the same order; the run is one entity, as it is after its last state
 * @throws as {@link setTaskRunState}; then nothing at all is written
 */
export async function setTaskRunStates(
  em: EntityManager,
  transitions: readonly NewTaskRunState[],
): Promise<TaskRunTransition[]> {
  const proposed = transitions.map(({ taskRunId, state }, index) => ({
    runId: id(`transitions[${index}].taskRunId`, taskRunId),
    proposal: checkedProposal(`transitions[${index}].state`, state),
  }));
  return proposed.length === 0 ? [] : inTransaction(em, (tx) => enterTaskRunStates(tx, proposed));
}
