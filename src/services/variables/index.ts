export { createVariable, type NewVariable } from './create-variable.ts';
export { deleteVariable } from './delete-variable.ts';
export { readVariable } from './read-variable.ts';
export { updateVariable, type VariableChanges } from './update-variable.ts';
export type { VariableKey } from './variable-key.ts';
