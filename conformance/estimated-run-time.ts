import { estimateSuite } from './support/estimates.ts';

/** How long a run has run. */
export const estimatedRunTime = estimateSuite('estimated_run_time', 'estimatedRunTime');
