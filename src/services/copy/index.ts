export {
  type CopiedTableReport,
  copyDatabase,
  type CopyOptions,
  type CopyReport,
  type CopySource,
  type CopyTarget,
} from './copy-database.ts';
export * from './errors.ts';
export type { UnrepresentableValue } from './unrepresentable.ts';
export type { CopyPhase, CopyProgress } from './watch.ts';
