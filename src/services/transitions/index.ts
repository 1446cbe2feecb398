export { TaskRunNotFoundError } from './errors.ts';
export type { NewState } from './new-state.ts';
export { setFlowRunState } from './set-flow-run-state.ts';
export { type NewFlowRunState, setFlowRunStates } from './set-flow-run-states.ts';
export { setTaskRunState } from './set-task-run-state.ts';
export { type NewTaskRunState, setTaskRunStates } from './set-task-run-states.ts';
export type { FlowRunTransition, TaskRunTransition, Transition } from './transition.ts';
