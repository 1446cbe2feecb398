import type { JsonObject } from '../src/domain/index.ts';
import { averageLateness } from '../src/queries/average-lateness.ts';
import { conditionOf } from './support/filters.ts';
import { NotHandled, type Observation, type Suite } from './support/suite.ts';

/** How late flow runs start on average. */
export const lateness: Suite = {
  file: 'lateness',

  async run(vector, world): Promise<Observation | NotHandled> {
    const { dialect } = world.database;
    const filter = (vector.input['flow_run_filter'] ?? {}) as JsonObject;
    const where = conditionOf('flow_run', { flow_runs: filter }, dialect);
    if (where instanceof NotHandled) {
      return where;
    }
    const seconds = await averageLateness(world.em(), where);
    // both round, each where it can
    const tolerance = dialect === 'sqlite' ? 1 : Math.abs(seconds ?? 0) * 1e-6;
    return { fields: { average_lateness_seconds: seconds }, rules: { tolerance: () => tolerance } };
  },
};
