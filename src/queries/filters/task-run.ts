import * as z from 'zod';
import { flag } from '../../domain/types/documents/fields.ts';
import { sql, type Statement } from '../statement.ts';
import { column, truth, uuids } from './criteria.ts';
import { ids, named, state, tags, timeOrNull, typesOf, within, words } from './fields.ts';
import { document, type Given, operated, type Operated, operator, type Part } from './part.ts';

const hasSubflow = truth((row, hasOne) => {
  const callers = sql`select called.parent_task_run_id from flow_run as called where called.parent_task_run_id is not null`;
  return hasOne
    ? row.dialect.rarely(sql`${row.column('id')} in (${callers})`)
    : sql`${row.column('id')} not in (${callers})`;
});

/** By the flow run that a task run belongs to. */
export interface FlowRunIdFilter {
  readonly any_?: readonly string[] | null | undefined;
  /** False if left out: then the task run must have a flow run. Null asks for neither. */
  readonly is_null_?: boolean | null | undefined;
}

/** Here `is_null_: true` wins over `any_`, and without `any_` what is left out counts as false. */
const flowRunId: Part<FlowRunIdFilter & Operated, FlowRunIdFilter> = {
  schema: z.strictObject({
    any_: uuids.nullish(),
    is_null_: (flag as z.ZodType<boolean>).nullable().default(false),
    operator,
  }),
  conditions: (read, row) => [isOfFlowRun(read, column('flow_run_id')(row))],
};

function isOfFlowRun({ any_: wanted, is_null_: isNull }: FlowRunIdFilter, id: Statement): Statement {
  if (isNull === true) {
    return sql`${id} is null`;
  }
  if (wanted == null) {
    return isNull === false ? sql`${id} is not null` : sql`true`;
  }
  return wanted.length === 0 ? sql`false` : sql`${id} in (${wanted})`;
}

/** What is asked of a task run. */
export const taskRun = operated({
  id: ids('id'),
  name: named('name'),
  tags,
  state: state(typesOf('state_type'), words('state_name')),
  start_time: timeOrNull('start_time'),
  end_time: timeOrNull('end_time'),
  expected_start_time: within(column('expected_start_time')),
  subflow_runs: document({ exists_: hasSubflow }),
  flow_run_id: flowRunId,
});

/** Prefect's filter of task runs. */
export type TaskRunFilter = Given<typeof taskRun>;
