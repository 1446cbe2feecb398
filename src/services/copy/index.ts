export type { CopiedTableReport, CopyOptions, CopyReport, CopySource, CopyTarget } from './contract.ts';
export { copyDatabase } from './copy-database.ts';
export * from './errors.ts';
export type { UnrepresentableValue } from './unrepresentable.ts';
export type { CopyPhase, CopyProgress } from './watch.ts';
