import { sql } from '../../statement.ts';
import type { QueryDialect } from '../dialect.ts';
import { averageLateness } from './average-lateness.ts';
import { holdsAll, holdsOne, matches, rarely } from './filters.ts';
import { bucketIndex, sumOfPositive } from './run-history.ts';
import { runsOfWorkPools } from './runs-of-work-pools.ts';
import { runsOfWorkQueues } from './runs-of-work-queues.ts';

export const sqliteQueries: QueryDialect = {
  runsOfWorkQueues,
  runsOfWorkPools,
  bucketIndex,
  sumOfPositive,
  averageLateness,
  // the statistics of a database that has hardly any sub-flows say that reading all runs were as good, once for every task
  subflows: sql`flow_run as sub indexed by ix_flow_run__parent_task_run_id`,
  matches,
  holdsAll,
  holdsOne,
  rarely,
  holdsNul: true,
  nullsFirst: true,
  clearsPointersWithoutState: true,
};
