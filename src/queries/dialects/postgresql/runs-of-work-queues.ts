import { nothing, sql, type Statement } from '../../statement.ts';
import { isAmongQueues, isScheduledWithin } from '../conditions.ts';
import type { QueuePoll } from '../dialect.ts';

/** A limit for each queue needs a sub-query for each, which also locks what it gives. */
export function runsOfWorkQueues({ limitPerQueue, workQueueIds, scheduledBefore }: QueuePoll): Statement {
  return sql`
    select run.id as flow_run_id, queue.id as work_queue_id
    from work_queue as queue
    cross join lateral (
      select case when queue.concurrency_limit is not null then greatest(0, queue.concurrency_limit - (
        select count(*) from flow_run as active
        where active.work_queue_name = queue.name and active.state_type in ('RUNNING', 'PENDING', 'CANCELLING')
      )) end as free
    ) as slots
    cross join lateral (
      select run.id, run.next_scheduled_start_time
      from flow_run as run
      where run.work_queue_name = queue.name and run.state_type = 'SCHEDULED'${isScheduledWithin({ before: scheduledBefore })}
      order by run.next_scheduled_start_time, run.id
      limit least(${limitPerQueue === undefined ? nothing : sql`${limitPerQueue}, `}slots.free)
      for update skip locked
    ) as run
    where queue.is_paused is false${isAmongQueues(workQueueIds)}
    order by run.next_scheduled_start_time, run.id, queue.id`;
}
