import { addDeniedSlots, decrementActiveSlots, incrementActiveSlots } from '../../src/services/concurrency/index.ts';
import type { Play } from './group.ts';

export const concurrencyLimitV2: Play = async (world, { op, ids, slots, occupancy_seconds: seconds }) => {
  const [em, limitIds, count] = [world.em(), ids as string[], slots as number];
  switch (op) {
    case 'increment':
      return incrementActiveSlots(em, limitIds, count);
    case 'decrement':
      return decrementActiveSlots(em, limitIds, count, {
        occupancySeconds: (seconds ?? undefined) as number | undefined,
      });
    default:
      return addDeniedSlots(em, limitIds, count);
  }
};
