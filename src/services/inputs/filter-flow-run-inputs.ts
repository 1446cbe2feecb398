import type { EntityManager } from '@mikro-orm/core';
import * as z from 'zod';
import { FlowRunInput } from '../../domain/index.ts';
import { id as validId } from '../../queries/arguments.ts';
import { checked, count, inputOf, text } from '../input.ts';

const flowRunInputSearch = inputOf({
  /** What the keys begin with. `%` and `_` stand for any text and any character; SQLite ignores the case of ASCII letters. */
  prefix: text,
  /** How many at most; 1 where it is left out, as with Prefect. */
  limit: count.default(1),
  /** What has been seen already. */
  excludeKeys: z.array(text, { error: 'is not a list of strings.' }).default([]),
});

/** Which inputs of a flow run are looked for. */
export type FlowRunInputSearch = z.input<typeof flowRunInputSearch>;

/**
 * The inputs of a flow run whose keys begin with a prefix, oldest first. They belong to the EntityManager given.
 *
 * @throws {@link InvalidArgumentError} for a search that makes no sense
 */
export async function filterFlowRunInputs(
  em: EntityManager,
  flowRunId: string,
  search: FlowRunInputSearch,
): Promise<FlowRunInput[]> {
  const flowRun = validId('flowRunId', flowRunId);
  const { prefix, limit, excludeKeys } = checked('search', flowRunInputSearch, search);
  return em.find(
    FlowRunInput,
    { flowRun, key: { $like: `${prefix}%`, $nin: excludeKeys } },
    { orderBy: { created: 'asc' }, limit },
  );
}
