import type { EntityManager, FilterQuery } from '@mikro-orm/core';
import { FlowRun } from '../domain/index.ts';
import { queryDialectOf } from './dialects/index.ts';
import { rowsOfRuns } from './rows-of-runs.ts';
import { rowsOf, sql } from './statement.ts';

/**
 * How late flow runs start on average, in seconds; null where there are none. A run that started early or in time counts as 0, as does one that
 * need not start yet; one that should have started is late up to now.
 *
 * PostgreSQL averages microseconds; SQLite whole seconds, to which each time is cut, the present one too.
 *
 * @param where which runs; all if left out
 */
export async function averageLateness(em: EntityManager, where?: FilterQuery<FlowRun>): Promise<number | null> {
  const properties = ['stateType', 'startTime', 'expectedStartTime', 'estimatedStartTimeDelta'] as const;
  // as em.find does: what waits to be inserted counts
  await em.tryFlush(FlowRun, {});
  const [row] = await rowsOf<{ readonly seconds: number | null }>(
    em,
    sql`
    select ${queryDialectOf(em.getPlatform()).averageLateness()} as seconds
    from (${rowsOfRuns(em, FlowRun, properties, { where })}) as runs`,
  );
  return row?.seconds ?? null;
}
