import type { FlowRun, FlowRunState, JsonValue, TaskRun, TaskRunState } from '../../domain/index.ts';

/** What came of a proposed state. The entities belong to the EntityManager of the service, or of the caller's transaction. */
export interface Transition<Run extends FlowRun | TaskRun, State extends FlowRunState | TaskRunState> {
  /** `REJECT` where the run did not enter the state that was proposed: another one, or none. */
  readonly status: 'ACCEPT' | 'REJECT';
  /** Why it was rejected; null where it was not. */
  readonly reason: string | null;
  /** The state that the run has now. */
  readonly state: State;
  /** The result of the state, even one that is not kept. */
  readonly data: JsonValue;
  readonly run: Run;
}

export type FlowRunTransition = Transition<FlowRun, FlowRunState>;
export type TaskRunTransition = Transition<TaskRun, TaskRunState>;
