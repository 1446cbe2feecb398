import { nothing, sql, type Statement } from '../statement.ts';

/** That `next_scheduled_start_time` of `run` lies within the bounds that are given; it lies within none when it is null. */
export function isScheduledWithin({
  after,
  before,
}: {
  after?: string | undefined;
  before: string | undefined;
}): Statement {
  return sql`${after === undefined ? nothing : sql` and run.next_scheduled_start_time >= ${after}`}${
    before === undefined ? nothing : sql` and run.next_scheduled_start_time <= ${before}`
  }`;
}

/** That the id of `work_queue as queue` is one of those, if there are any. */
export function isAmongQueues(ids: readonly string[]): Statement {
  return ids.length === 0 ? nothing : sql` and queue.id in (${ids})`;
}

/** That the id of `work_pool as pool` is one of those, if there are any. */
export function isAmongPools(ids: readonly string[]): Statement {
  return ids.length === 0 ? nothing : sql` and pool.id in (${ids})`;
}
