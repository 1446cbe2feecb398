export { createTaskRun, type NewTaskRun } from './create-task-run.ts';
export { type TaskRunChanges, updateTaskRun } from './update-task-run.ts';
