import { estimateSuite } from './support/estimates.ts';

/** How late a run started, or is by now. */
export const estimatedStartTimeDelta = estimateSuite('estimated_start_time_delta', 'estimatedStartTimeDelta');
