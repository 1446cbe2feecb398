export type { LateRun, LateRuns } from './late-runs.ts';
export { type Overview, overviewOf, type StateCount } from './overview.ts';
export type { HistoryEntry, RunSummary } from './run-summary.ts';
