import * as fc from 'fast-check';
import { newId, stateTypes } from '../../../../src/domain/index.ts';
import { moments, people, tags, words, type World } from './world.ts';

type Shape = Readonly<Record<string, fc.Arbitrary<unknown>>>;

/** A few of the keys, so that some rows are left; now and then one is null. */
function some(shape: Shape): fc.Arbitrary<object> {
  const all = Object.keys(shape);
  return fc.subarray(all, { maxLength: Math.min(3, all.length) }).chain((keys) => {
    const values = keys.map((key) => [key, fc.option(shape[key]!, { freq: 20 })] as const);
    return fc.record(Object.fromEntries(values));
  });
}

/** The same, taken together by one of the operators. */
function operated(shape: Shape): fc.Arbitrary<object> {
  return fc
    .tuple(some(shape), fc.constantFrom({}, { operator: 'and_' }, { operator: 'or_' }))
    .map(([document, operator]) => ({ ...document, ...operator }));
}

const someOf = <Value>(values: readonly Value[]) => fc.array(fc.constantFrom(...values), { maxLength: 4 });
const anyWords = some({ any_: someOf(words) });
const like = fc.constantFrom(...words, 'B', '%', '_', 'a%b', 'É');
const names = some({ any_: someOf(words), like_: like });
const moment = fc.constantFrom(...moments);
const bounds = { before_: moment, after_: moment };
const time = some({ ...bounds, is_null_: fc.boolean() });
const anyTags = { all_: someOf(tags), is_null_: fc.boolean() };
const anyOrNotWords = some({ any_: someOf(words), not_any_: someOf(words) });
const wordsOrNull = operated({ any_: someOf(words), is_null_: fc.boolean() });

/** Filters of each kind of rows, of which some rows of the world may well be meant. */
export function filtersOf(world: World): Readonly<Record<string, fc.Arbitrary<object>>> {
  const ids = (rows: readonly { readonly id: string }[]) => someOf([...rows.map(({ id }) => id), newId()]);
  const idsOrNot = (rows: readonly { readonly id: string }[]) => some({ any_: ids(rows), not_any_: ids(rows) });
  const idsOrNull = (rows: readonly { readonly id: string }[]) => operated({ any_: ids(rows), is_null_: fc.boolean() });
  return {
    flows: operated({
      id: idsOrNot(world.flows),
      deployment: operated({ is_null_: fc.boolean() }),
      name: names,
      tags: operated(anyTags),
    }),
    flow_runs: operated({
      id: idsOrNot(world.flowRuns),
      name: names,
      tags: operated({ ...anyTags, any_: someOf(tags) }),
      deployment_id: idsOrNull(world.deployments),
      work_queue_name: wordsOrNull,
      state: operated({ type: some({ any_: someOf(stateTypes), not_any_: someOf(stateTypes) }), name: anyOrNotWords }),
      flow_version: anyWords,
      start_time: time,
      end_time: time,
      expected_start_time: some(bounds),
      next_scheduled_start_time: some(bounds),
      parent_flow_run_id: operated({ any_: ids(world.flowRuns) }),
      parent_task_run_id: idsOrNull(world.taskRuns),
      idempotency_key: anyOrNotWords,
      created_by: operated({ id_: someOf(people), type_: someOf(words), is_null_: fc.boolean() }),
    }),
    task_runs: operated({
      id: some({ any_: ids(world.taskRuns) }),
      name: names,
      tags: operated(anyTags),
      state: operated({ type: some({ any_: someOf(stateTypes) }), name: anyWords }),
      start_time: time,
      end_time: time,
      expected_start_time: some(bounds),
      subflow_runs: some({ exists_: fc.boolean() }),
      flow_run_id: idsOrNull(world.flowRuns),
    }),
    deployments: operated({
      id: idsOrNot(world.deployments),
      name: names,
      flow_or_deployment_name: some({ like_: like }),
      paused: some({ eq_: fc.boolean() }),
      tags: operated({ ...anyTags, any_: someOf(tags) }),
      work_queue_name: anyWords,
    }),
    work_pools: operated({ id: some({ any_: ids(world.workPools) }), name: anyWords, type: anyWords }),
    work_pool_queues: operated({ id: some({ any_: ids(world.workQueues) }), name: anyWords }),
  };
}

/** Documents of such filters: of the rows themselves most often, of those they belong to now and then. */
export function documentsOf(world: World, own: string, others: readonly string[]): fc.Arbitrary<object> {
  const filters = filtersOf(world);
  const related = others.map((key) => [key, fc.option(filters[key]!, { freq: 1, nil: undefined })] as const);
  return fc
    .record({ [own]: fc.option(filters[own]!, { freq: 5 }), ...Object.fromEntries(related) })
    .map(withoutUndefined);
}

function withoutUndefined(document: object): object {
  return Object.fromEntries(Object.entries(document).filter(([, value]) => value !== undefined));
}
