import { type EntityManager, type FilterQuery, raw } from '@mikro-orm/core';
import type { FlowRun, TaskRun } from '../../domain/index.ts';
import { type FlowRunFilters, flowRunFilters, type TaskRunFilters, taskRunFilters } from './filters.ts';
import type { Part } from './part.ts';
import { conditionOf, readFilter } from './read.ts';
import { Row } from './row.ts';

/**
 * Prefect's filters of flow runs as a condition, for `em.find` and for the queries that take one. It serves one query.
 *
 * @throws {@link InvalidFilterError} for filters that make no sense
 */
export function flowRunsMatching(em: EntityManager, filters: FlowRunFilters): FilterQuery<FlowRun> {
  return matching(em, flowRunFilters, filters);
}

/**
 * Prefect's filters of task runs as a condition, for `em.find` and for the queries that take one. It serves one query.
 *
 * @throws {@link InvalidFilterError} for filters that make no sense
 */
export function taskRunsMatching(em: EntityManager, filters: TaskRunFilters): FilterQuery<TaskRun> {
  return matching(em, taskRunFilters, filters);
}

function matching<Given>(em: EntityManager, part: Part<Given>, given: Given): object {
  const read = readFilter(part, given, em.getPlatform());
  const conditionOn = (name: string) => conditionOf(part, read, new Row(name, em.getPlatform()));
  // the name of the row is known when the query is built; the values are the same for each
  return { [raw((alias) => conditionOn(alias).text, [...conditionOn('row').values])]: [] };
}
