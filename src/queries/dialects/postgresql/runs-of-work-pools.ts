import { nothing, sql, type Statement } from '../../statement.ts';
import { isAmongPools, isAmongQueues, isScheduledWithin } from '../conditions.ts';
import type { PoolPoll } from '../dialect.ts';

/** Limits for each queue and each pool need a sub-query for each; the innermost locks what it gives. */
export function runsOfWorkPools(poll: PoolPoll): Statement {
  const { limit, workerLimit, queueLimit, scheduledAfter: after, scheduledBefore: before } = poll;
  const byPriority = poll.respectQueuePriorities ? sql`run.priority, ` : nothing;
  return sql`
    select run.id as flow_run_id, run.queue_id as work_queue_id, pool.id as work_pool_id
    from work_pool as pool
    cross join lateral (
      select case when pool.concurrency_limit is not null then greatest(0, pool.concurrency_limit - (
        select count(*) from work_queue as other
        join flow_run as active on active.work_queue_id = other.id and active.state_type in ('RUNNING', 'PENDING')
        where other.work_pool_id = pool.id and other.is_paused is false
      )) end as free
    ) as pool_slots
    cross join lateral (
      select run.id, run.next_scheduled_start_time, queue.id as queue_id, queue.priority
      from work_queue as queue
      cross join lateral (
        select case when queue.concurrency_limit is not null then greatest(0, queue.concurrency_limit - (
          select count(*) from flow_run as active
          where active.work_queue_id = queue.id and active.state_type in ('RUNNING', 'PENDING')
        )) end as free
      ) as queue_slots
      cross join lateral (
        select run.id, run.next_scheduled_start_time, queue.priority
        from flow_run as run
        where run.work_queue_id = queue.id and run.state_type = 'SCHEDULED'
          and run.empirical_policy ->> 'retry_type' is distinct from 'in_process'${isScheduledWithin({ after, before })}
        order by run.next_scheduled_start_time, run.id
        limit least(${queueLimit}, queue_slots.free)
        for update skip locked
      ) as run
      where queue.work_pool_id = pool.id and queue.is_paused is false${isAmongQueues(poll.workQueueIds)}
      order by ${byPriority}run.next_scheduled_start_time, run.id
      limit least(${workerLimit}, pool_slots.free)
    ) as run
    where pool.is_paused is false${isAmongPools(poll.workPoolIds)}
    order by ${byPriority}run.next_scheduled_start_time, run.id
    limit ${limit}`;
}
