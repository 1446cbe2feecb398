export { createFlowRunInput, type NewFlowRunInput } from './create-flow-run-input.ts';
export { deleteFlowRunInput } from './delete-flow-run-input.ts';
export { filterFlowRunInputs, type FlowRunInputSearch } from './filter-flow-run-inputs.ts';
export { readFlowRunInput } from './read-flow-run-input.ts';
