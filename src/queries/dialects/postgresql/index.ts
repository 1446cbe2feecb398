import { sql } from '../../statement.ts';
import type { QueryDialect } from '../dialect.ts';
import { averageLateness } from './average-lateness.ts';
import { holdsAll, holdsOne, matches } from './filters.ts';
import { bucketIndex, sumOfPositive } from './run-history.ts';
import { runsOfWorkPools } from './runs-of-work-pools.ts';
import { runsOfWorkQueues } from './runs-of-work-queues.ts';

export const postgresqlQueries: QueryDialect = {
  runsOfWorkQueues,
  runsOfWorkPools,
  bucketIndex,
  sumOfPositive,
  averageLateness,
  subflows: sql`flow_run as sub`,
  matches,
  holdsAll,
  holdsOne,
  // statistics say it
  rarely: (condition) => condition,
  holdsNul: false,
  nullsFirst: false,
  clearsPointersWithoutState: false,
};
