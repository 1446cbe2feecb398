import type { EntityManager } from '@mikro-orm/core';
import { FlowRun, FlowRunState, type StateType } from '../../domain/index.ts';
import { id, storedInstant } from '../arguments.ts';
import { InvalidArgumentError } from '../errors.ts';
import { rowsOf, sql, type Statement } from '../statement.ts';

/** Whose flow runs are counted. */
export type RunsOf =
  | { readonly flowId: string }
  | { readonly deploymentId: string }
  /** Of all queues of the pool, those that the runs are in now. */
  | { readonly workPoolId: string };

/** How many runs were in one state. */
export interface RunsInState {
  readonly stateType: StateType;
  readonly stateName: string;
  readonly count: number;
}

interface Row {
  readonly state_type: StateType;
  readonly state_name: string;
  readonly count: number | string;
}

const belongTo = new Map<string, (owner: string) => Statement>([
  ['flowId', (flow) => sql`run.flow_id = ${flow}`],
  ['deploymentId', (deployment) => sql`run.deployment_id = ${deployment}`],
  [
    'workPoolId',
    (pool) => sql`run.work_queue_id in (select queue.id from work_queue as queue where queue.work_pool_id = ${pool})`,
  ],
]);

/**
 * How many flow runs of a flow, a deployment or a work pool were in each state at a moment, by type and name.
 *
 * The histories decide: of each run counts the newest entry up to then, by timestamp. A run without one is not counted, nor is one that has
 * been deleted since.
 *
 * @throws {@link InvalidArgumentError} for arguments that make no sense; nothing was sent
 */
export async function runsByStateAsOf(
  em: EntityManager,
  of: RunsOf,
  moment: Temporal.Instant,
): Promise<readonly RunsInState[]> {
  const belongs = conditionOf(of);
  const until = storedInstant('moment', moment, em.getPlatform());
  // as em.find does: what waits to be written counts
  await em.tryFlush(FlowRun, {});
  await em.tryFlush(FlowRunState, {});
  const newest = sql`from flow_run_state as entry
    where entry.flow_run_id = run.id and entry.timestamp <= ${until}
    order by entry.timestamp desc limit 1`;
  const rows = await rowsOf<Row>(
    em,
    sql`
    select cast(state_type as text) as state_type, state_name, count(*) as count
    from (
      select (select entry.type ${newest}) as state_type, (select entry.name ${newest}) as state_name
      from flow_run as run
      where ${belongs}
    ) as runs
    where state_type is not null
    group by 1, 2
    order by 1, 2`,
  );
  return rows.map((row) => ({ stateType: row.state_type, stateName: row.state_name, count: Number(row.count) }));
}

function conditionOf(of: RunsOf): Statement {
  const [[key, owner] = ['', ''], ...others] = Object.entries(of ?? {}).filter(([, value]) => value !== undefined);
  const condition = belongTo.get(key);
  if (condition === undefined || others.length > 0) {
    throw new InvalidArgumentError('of', `is not one of ${[...belongTo.keys()].join(', ')} with an id.`);
  }
  return condition(id(key, owner));
}
