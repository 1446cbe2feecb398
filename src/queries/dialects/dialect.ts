import type { Statement } from '../statement.ts';

/** What is asked of work queues, with values as they are stored. */
export interface QueuePoll {
  /** Undefined for no limit. */
  readonly limitPerQueue: number | undefined;
  /** Empty for all. */
  readonly workQueueIds: readonly string[];
  readonly scheduledBefore: string | undefined;
}

/** What is asked of work pools, with values as they are stored. */
export interface PoolPoll {
  readonly limit: number;
  readonly workerLimit: number;
  readonly queueLimit: number;
  /** Empty for all. */
  readonly workPoolIds: readonly string[];
  /** Empty for all. */
  readonly workQueueIds: readonly string[];
  readonly scheduledBefore: string | undefined;
  readonly scheduledAfter: string | undefined;
  readonly respectQueuePriorities: boolean;
}

/** The questions that the two databases must be asked in different words. */
export interface QueryDialect {
  /** Gives `flow_run_id` and `work_queue_id`, in order. */
  runsOfWorkQueues(poll: QueuePoll): Statement;

  /** Gives `flow_run_id`, `work_queue_id` and `work_pool_id`, in order. */
  runsOfWorkPools(poll: PoolPoll): Statement;

  /**
   * The number of the interval in which a time lies, as an integer.
   *
   * @param column the time
   * @param start where interval 0 begins, as it is stored
   * @param seconds the length of an interval
   */
  bucketIndex(column: Statement, start: string, seconds: number): Statement;

  /** Of the durations in a column the sum of those above zero, in whole microseconds. */
  sumOfPositive(column: Statement): Statement;

  /** The average lateness in seconds over `start_time`, `expected_start_time`, `state_type` and `estimated_start_time_delta`. */
  averageLateness(): Statement;

  /** The table of flow runs under the name `sub`, to be searched by `parent_task_run_id` and by nothing else. */
  readonly subflows: Statement;

  /** That a text matches a pattern of `%` and `_`, whatever the case of its ASCII letters. */
  matches(text: Statement, pattern: string): Statement;

  /** That a JSON list of strings holds all of these. */
  holdsAll(list: Statement, members: readonly string[]): Statement;

  /** That a JSON list of strings holds one of these; there is one at least. */
  holdsOne(list: Statement, members: readonly string[]): Statement;

  /** The same condition, said to be met by few rows: a database that cannot know better then looks for them, instead of at all in order. */
  rarely(condition: Statement): Statement;

  /** Whether a text may hold the character NUL. */
  readonly holdsNul: boolean;

  /** Whether null comes before everything else in ascending order, or after it. */
  readonly nullsFirst: boolean;

  /** Whether pointing runs at listed states clears the pointer of those that have none among them. */
  readonly clearsPointersWithoutState: boolean;
}
