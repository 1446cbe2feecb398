import { updateWorkQueuePriorities } from '../../src/services/work/index.ts';
import type { Play } from './group.ts';

export const queuePriorities: Play = async (world, { work_pool_id: poolId, new_priorities: priorities }) =>
  updateWorkQueuePriorities(world.em(), poolId as string, priorities as Record<string, number>);
