import type { EntityManager } from '@mikro-orm/core';
import { FlowRun } from '../domain/index.ts';
import { given, ids, storedInstant, wholeNumber } from './arguments.ts';
import { queryDialectOf } from './dialects/index.ts';
import { flowRunsById } from './flow-runs-by-id.ts';
import { rowsOf } from './statement.ts';

/** What bounds a poll of work pools. */
export interface WorkPoolPollOptions {
  /** How many runs at most, from 0 up; 1000 if left out. */
  readonly limit?: number | undefined;
  /** How many runs of each pool at most, from 0 up; 1000 if left out. */
  readonly workerLimit?: number | undefined;
  /** How many runs of each queue at most, from 0 up; 1000 if left out. */
  readonly queueLimit?: number | undefined;
  /** Which pools; none means all. */
  readonly workPoolIds?: readonly string[] | undefined;
  /** Which queues of those pools; none means all. */
  readonly workQueueIds?: readonly string[] | undefined;
  /** The last moment, itself included, for which the runs may be scheduled. */
  readonly scheduledBefore?: Temporal.Instant | undefined;
  /** The first moment, itself included, for which the runs may be scheduled. */
  readonly scheduledAfter?: Temporal.Instant | undefined;
  /** Whether queues of a lower priority number come before others, whatever their runs are scheduled for. */
  readonly respectQueuePriorities?: boolean | undefined;
}

/** A run that waits, and where. */
export interface PooledFlowRun {
  readonly flowRun: FlowRun;
  readonly workQueueId: string;
  readonly workPoolId: string;
}

interface Row {
  readonly flow_run_id: string;
  readonly work_queue_id: string;
  readonly work_pool_id: string;
}

const defaultLimit = 1000;

/**
 * The scheduled flow runs that the queues of work pools offer, earliest first, or by priority and then earliest first, as workers poll them.
 *
 * Pools and queues that are paused offer nothing, nor do runs that their process itself retries. A pool or queue with a concurrency limit
 * offers no more than the limit leaves beside its RUNNING and PENDING runs. Of runs that come at the same place, those with the
 * lower id are taken first; the reference leaves that open.
 *
 * The databases differ in four things. With priorities and several pools, PostgreSQL puts the runs of all pools by priority; SQLite by
 * their place within the pool: the first of each, then the second. The active runs of a paused queue take up the limit of their pool on
 * SQLite only. A run that is scheduled for no time stands first on SQLite and last on PostgreSQL. And PostgreSQL locks the runs of every
 * queue for the transaction of `em`, up to the limit of the queue, and leaves out those that another transaction has locked, so that no two
 * pollers get the same run. Poll inside `em.transactional`, and set the states before it ends. SQLite has one writer at a time: a
 * transaction that polls keeps the others waiting.
 *
 * @returns the runs; their states and queues are not loaded
 * @throws {@link InvalidArgumentError} for an option that makes no sense; nothing was sent
 */
export async function scheduledFlowRunsFromWorkPools(
  em: EntityManager,
  options: WorkPoolPollOptions = {},
): Promise<PooledFlowRun[]> {
  const { limit = defaultLimit, workerLimit = defaultLimit, queueLimit = defaultLimit } = options;
  const platform = em.getPlatform();
  const statement = queryDialectOf(platform).runsOfWorkPools({
    limit: wholeNumber('limit', limit),
    workerLimit: wholeNumber('workerLimit', workerLimit),
    queueLimit: wholeNumber('queueLimit', queueLimit),
    workPoolIds: given(options.workPoolIds, (list) => ids('workPoolIds', list)) ?? [],
    workQueueIds: given(options.workQueueIds, (list) => ids('workQueueIds', list)) ?? [],
    scheduledBefore: given(options.scheduledBefore, (moment) => storedInstant('scheduledBefore', moment, platform)),
    scheduledAfter: given(options.scheduledAfter, (moment) => storedInstant('scheduledAfter', moment, platform)),
    respectQueuePriorities: options.respectQueuePriorities ?? false,
  });
  // as em.find does: what waits to be inserted counts
  await em.tryFlush(FlowRun, {});
  const rows = await rowsOf<Row>(em, statement);
  const flowRuns = await flowRunsById(
    em,
    rows.map((row) => row.flow_run_id),
    { populate: false },
  );
  return rows.flatMap((row) => {
    const flowRun = flowRuns.get(row.flow_run_id);
    // without a lock it may have gone since
    return flowRun === undefined ? [] : [{ flowRun, workQueueId: row.work_queue_id, workPoolId: row.work_pool_id }];
  });
}
