export { createFlowRun, createFlowRuns } from './create-flow-runs.ts';
export { deleteFlowRun, deleteFlowRuns } from './delete-flow-runs.ts';
export type { NewFlowRun } from './flow-run-fields.ts';
export { type FlowRunChanges, updateFlowRun, updateFlowRunLabels } from './update-flow-run.ts';
