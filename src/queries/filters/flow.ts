import { sql } from '../statement.ts';
import { truth } from './criteria.ts';
import { idsOrNot, named, tags } from './fields.ts';
import { type Given, operated } from './part.ts';

const hasNoDeployment = truth((row, hasNone) => {
  const deployments = sql`exists (select 1 from deployment as own where own.flow_id = ${row.column('id')})`;
  return hasNone ? sql`not ${deployments}` : deployments;
});

/** What is asked of a flow. */
export const flow = operated({
  id: idsOrNot('id'),
  deployment: operated({ is_null_: hasNoDeployment }),
  name: named('name'),
  tags,
});

/** Prefect's filter of flows. */
export type FlowFilter = Given<typeof flow>;
