import { nothing, sql, type Statement } from '../../statement.ts';
import { isAmongQueues, isScheduledWithin } from '../conditions.ts';
import type { QueuePoll } from '../dialect.ts';

/** A limit for each queue is a place among the runs of the queue. */
export function runsOfWorkQueues({ limitPerQueue, workQueueIds, scheduledBefore }: QueuePoll): Statement {
  return sql`
    with queues as materialized (
      select queue.id, queue.name, queue.concurrency_limit - (
        select count(*) from flow_run as active
        where queue.concurrency_limit is not null
          and active.work_queue_name = queue.name and active.state_type in ('RUNNING', 'PENDING', 'CANCELLING')
      ) as free
      from work_queue as queue
      where queue.is_paused is false${isAmongQueues(workQueueIds)}
    ), placed as (
      select run.id as flow_run_id, queue.id as work_queue_id, queue.free, run.next_scheduled_start_time,
        row_number() over (partition by queue.id order by run.next_scheduled_start_time, run.id) as place
      from queues as queue
      join flow_run as run on run.work_queue_name = queue.name
      where run.state_type = 'SCHEDULED'${isScheduledWithin({ before: scheduledBefore })}
    )
    select flow_run_id, work_queue_id
    from placed
    where (free is null or place <= free)${limitPerQueue === undefined ? nothing : sql` and place <= ${limitPerQueue}`}
    order by next_scheduled_start_time, flow_run_id, work_queue_id`;
}
