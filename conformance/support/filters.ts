import type { JsonObject } from '../../src/domain/index.ts';

/** Filters as the API names them: the functions of the reference call those of work queues otherwise. */
export function apiFilters({ work_queues: workQueues, ...filters }: JsonObject): object {
  return workQueues === undefined ? filters : { ...filters, work_pool_queues: workQueues };
}
