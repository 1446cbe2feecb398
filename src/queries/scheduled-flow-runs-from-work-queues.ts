import type { EntityManager } from '@mikro-orm/core';
import { FlowRun } from '../domain/index.ts';
import { given, ids, storedInstant, wholeNumber } from './arguments.ts';
import { queryDialectOf } from './dialects/index.ts';
import { flowRunsById } from './flow-runs-by-id.ts';
import { rowsOf } from './statement.ts';

/** What bounds a poll of work queues; what is left out does not. */
export interface WorkQueuePollOptions {
  /** How many runs of each queue at most, from 0 up. */
  readonly limitPerQueue?: number | undefined;
  /** Which queues; none means all. */
  readonly workQueueIds?: readonly string[] | undefined;
  /** The last moment, itself included, for which the runs may be scheduled. */
  readonly scheduledBefore?: Temporal.Instant | undefined;
}

/** A run that waits, and a queue that offers it. */
export interface QueuedFlowRun {
  readonly flowRun: FlowRun;
  readonly workQueueId: string;
}

interface Row {
  readonly flow_run_id: string;
  readonly work_queue_id: string;
}

/**
 * The scheduled flow runs that work queues offer, earliest first, as older agents poll them.
 *
 * A run belongs to every queue that has the name which the run notes: queues of one name in two pools both offer it. A queue that is paused
 * offers nothing; whether its pool is paused does not matter. A queue with a concurrency limit offers no more than the limit leaves beside its
 * RUNNING, PENDING and CANCELLING runs, likewise found by name. Of runs that are scheduled for the same time, those with the lower id are
 * taken first; the reference leaves that open.
 *
 * The databases differ: a run that is scheduled for no time stands first on SQLite and last on PostgreSQL; and PostgreSQL locks the runs
 * for the transaction of `em` and leaves out those that another transaction has locked, so that no two pollers get the same run. Poll
 * inside `em.transactional`, and set the states before it ends. SQLite has one writer at a time: a transaction that polls keeps the others waiting.
 *
 * @returns the runs with their states, as `em.find` gives them
 * @throws {@link InvalidArgumentError} for an option that makes no sense; nothing was sent
 */
export async function scheduledFlowRunsFromWorkQueues(
  em: EntityManager,
  options: WorkQueuePollOptions = {},
): Promise<QueuedFlowRun[]> {
  const platform = em.getPlatform();
  const statement = queryDialectOf(platform).runsOfWorkQueues({
    limitPerQueue: given(options.limitPerQueue, (limit) => wholeNumber('limitPerQueue', limit)),
    workQueueIds: given(options.workQueueIds, (list) => ids('workQueueIds', list)) ?? [],
    scheduledBefore: given(options.scheduledBefore, (moment) => storedInstant('scheduledBefore', moment, platform)),
  });
  // as em.find does: what waits to be inserted counts
  await em.tryFlush(FlowRun, {});
  const rows = await rowsOf<Row>(em, statement);
  const flowRuns = await flowRunsById(
    em,
    rows.map((row) => row.flow_run_id),
  );
  return rows.flatMap((row) => {
    const flowRun = flowRuns.get(row.flow_run_id);
    // without a lock it may have gone since
    return flowRun === undefined ? [] : [{ flowRun, workQueueId: row.work_queue_id }];
  });
}
