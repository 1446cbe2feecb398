import { nothing, sql, type Statement } from '../../statement.ts';
import { isAmongPools, isAmongQueues, isScheduledWithin } from '../conditions.ts';
import type { PoolPoll } from '../dialect.ts';

/** Limits for each queue and each pool are places among the runs of the queue and of the pool. */
export function runsOfWorkPools(poll: PoolPoll): Statement {
  const { limit, workerLimit, queueLimit, scheduledAfter: after, scheduledBefore: before } = poll;
  const [byPriority, byPlaceInPool] = poll.respectQueuePriorities
    ? [sql`priority, `, sql`place_in_pool, `]
    : [nothing, nothing];
  return sql`
    with pools as materialized (
      select pool.id, pool.concurrency_limit - (
        select count(*) from work_queue as other
        join flow_run as active on active.work_queue_id = other.id and active.state_type in ('RUNNING', 'PENDING')
        where pool.concurrency_limit is not null and other.work_pool_id = pool.id
      ) as free
      from work_pool as pool
      where pool.is_paused is false${isAmongPools(poll.workPoolIds)}
    ), queues as materialized (
      select queue.id, queue.work_pool_id, queue.priority, pool.free as free_in_pool, queue.concurrency_limit - (
        select count(*) from flow_run as active
        where queue.concurrency_limit is not null
          and active.work_queue_id = queue.id and active.state_type in ('RUNNING', 'PENDING')
      ) as free
      from pools as pool
      join work_queue as queue on queue.work_pool_id = pool.id
      where queue.is_paused is false${isAmongQueues(poll.workQueueIds)}
    ), in_queues as (
      select run.id as flow_run_id, queue.id as work_queue_id, queue.work_pool_id, queue.priority, queue.free, queue.free_in_pool,
        run.next_scheduled_start_time,
        row_number() over (partition by queue.id order by run.next_scheduled_start_time, run.id) as place_in_queue
      from queues as queue
      join flow_run as run on run.work_queue_id = queue.id
      where run.state_type = 'SCHEDULED'
        and run.empirical_policy ->> 'retry_type' is not 'in_process'${isScheduledWithin({ after, before })}
    ), in_pools as (
      select *, row_number() over (
        partition by work_pool_id order by ${byPriority}next_scheduled_start_time, flow_run_id
      ) as place_in_pool
      from in_queues
      where place_in_queue <= ${queueLimit} and (free is null or place_in_queue <= free)
    )
    select flow_run_id, work_queue_id, work_pool_id
    from in_pools
    where place_in_pool <= ${workerLimit} and (free_in_pool is null or place_in_pool <= free_in_pool)
    order by ${byPlaceInPool}next_scheduled_start_time, flow_run_id
    limit ${limit}`;
}
