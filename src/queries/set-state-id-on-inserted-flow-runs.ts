import type { EntityManager } from '@mikro-orm/core';
import { now } from '../domain/index.ts';
import { ids, storedInstant } from './arguments.ts';
import { queryDialectOf } from './dialects/index.ts';
import { nothing, rowsChangedBy, sql } from './statement.ts';

/**
 * Points flow runs at their states after both went in by bulk statements: each run at the one among the states that belongs to it.
 * Which one it is where there are several is undefined. Nothing else moves but `updated`, and the entities that `em` holds do not learn of it.
 *
 * The databases differ where a run has no state among those listed: on PostgreSQL it keeps its pointer, on SQLite it loses it.
 *
 * @returns how many runs were written
 * @throws {@link InvalidArgumentError} for an id that is none; nothing was sent
 */
export async function setStateIdOnInsertedFlowRuns(
  em: EntityManager,
  flowRunIds: readonly string[],
  stateIds: readonly string[],
): Promise<number> {
  const platform = em.getPlatform();
  const { clearsPointersWithoutState } = queryDialectOf(platform);
  const [flowRuns, states] = [ids('flowRunIds', flowRunIds), ids('stateIds', stateIds)];
  if (flowRuns.length === 0) {
    return 0;
  }
  const ownState = sql`select id from flow_run_state as state where state.flow_run_id = flow_run.id and state.id in (${states.length === 0 ? [null] : states})`;
  const withState = clearsPointersWithoutState ? nothing : sql` and exists (${ownState})`;
  return rowsChangedBy(
    em,
    sql`update flow_run set state_id = (${ownState} limit 1), updated = ${storedInstant('now', now(), platform)}
      where id in (${flowRuns})${withState}`,
  );
}
