export { createFlow, type NewFlow } from './create-flow.ts';
export { type FlowChanges, updateFlow } from './update-flow.ts';
