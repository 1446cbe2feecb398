import type { JsonObject } from '../src/domain/index.ts';
import { averageLateness } from '../src/queries/average-lateness.ts';
import { flowRunsMatching } from '../src/queries/filters/index.ts';
import type { Observation, Suite } from './support/suite.ts';

/** How late flow runs start on average. */
export const lateness: Suite = {
  file: 'lateness',

  async run(vector, world): Promise<Observation> {
    const { dialect } = world.database;
    const filter = (vector.input['flow_run_filter'] ?? {}) as JsonObject;
    const em = world.em();
    const seconds = await averageLateness(em, flowRunsMatching(em, { flow_runs: filter }));
    // both round, each where it can
    const tolerance = dialect === 'sqlite' ? 1 : Math.abs(seconds ?? 0) * 1e-6;
    return { fields: { average_lateness_seconds: seconds }, rules: { tolerance: () => tolerance } };
  },
};
