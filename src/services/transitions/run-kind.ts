import type { EntityClass } from '@mikro-orm/core';
import {
  FlowRun,
  FlowRunState,
  type Init,
  type PrefectOrmError,
  type RunState,
  type StateDetails,
  TaskRun,
  TaskRunState,
} from '../../domain/index.ts';
import { FlowRunNotFoundError } from '../../queries/errors.ts';
import { countFlowRun, countTaskRun } from './bookkeeping.ts';
import { TaskRunNotFoundError } from './errors.ts';
import type { Initial } from './initial.ts';
import type { Proposal } from './new-state.ts';
import { type Rejection, rejectionOf } from './rules.ts';

export type AnyRun = FlowRun | TaskRun;
export type AnyState = FlowRunState | TaskRunState;

/** In what the transitions of flow runs and of task runs differ. */
export interface RunKind<Run extends AnyRun, State extends AnyState> {
  readonly runClass: EntityClass<Run>;
  readonly stateClass: EntityClass<State>;
  readonly stateTable: string;
  /** The column of the state table with the id of the run. */
  readonly runColumn: string;
  notFound(id: string): PrefectOrmError;
  newState(values: Omit<Init<FlowRunState>, 'flowRun'>): State;
  /** What the state says of the runs around it, whatever was proposed. */
  ownDetails(run: Run): Partial<StateDetails>;
  /** Whose result the run has. */
  ownerOf(run: Run): { flowRunId: string | null; taskRunId: string | null };
  rejectionOf(run: Run, initial: Initial | null, proposal: Proposal): Rejection | undefined;
  count(run: Run, state: RunState): void;
}

export const flowRuns: RunKind<FlowRun, FlowRunState> = {
  runClass: FlowRun,
  stateClass: FlowRunState,
  stateTable: 'flow_run_state',
  runColumn: 'flow_run_id',
  notFound: (id) => new FlowRunNotFoundError(id),
  newState: (values) => new FlowRunState(values),
  ownDetails: ({ id, parentTaskRunId }) => ({
    flow_run_id: id,
    ...(parentTaskRunId !== null && { task_run_id: parentTaskRunId }),
  }),
  ownerOf: ({ id }) => ({ flowRunId: id, taskRunId: null }),
  rejectionOf,
  count: countFlowRun,
};

export const taskRuns: RunKind<TaskRun, TaskRunState> = {
  runClass: TaskRun,
  stateClass: TaskRunState,
  stateTable: 'task_run_state',
  runColumn: 'task_run_id',
  notFound: (id) => new TaskRunNotFoundError(id),
  newState: (values) => new TaskRunState(values),
  ownDetails: ({ id, flowRunId }) => ({ flow_run_id: flowRunId, task_run_id: id }),
  ownerOf: ({ id, flowRunId }) => ({ flowRunId, taskRunId: id }),
  rejectionOf: () => undefined,
  count: countTaskRun,
};
