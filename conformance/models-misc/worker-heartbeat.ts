import { workerHeartbeat } from '../../src/services/work/index.ts';
import type { Play } from './group.ts';

/** The reference says whether a row was written: one always is. */
export const heartbeat: Play = async (world, step) => {
  await workerHeartbeat(world.em(), {
    workPoolId: step['work_pool_id'] as string,
    name: step['name'] as string,
    heartbeatIntervalSeconds: step['heartbeat_interval_seconds'] as number | null,
  });
  return true;
};
