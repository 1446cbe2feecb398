import { sql, type Statement } from '../statement.ts';
import {
  after,
  anyOf,
  before,
  column,
  holdsAll,
  holdsOne,
  isEmptyList,
  isNull,
  noneOf,
  type Operand,
  rare,
  texts,
  uuids,
} from './criteria.ts';
import { idsOrNot, named, state, timeOrNull, typesOrNot, within, words, wordsOrNot } from './fields.ts';
import { document, type Given, operated, type Part } from './part.ts';
import type { Row } from './row.ts';

/** A run that has not started counts as started when it is expected to. */
const effectiveStart: Operand = (row) =>
  sql`coalesce(${row.column('start_time')}, ${row.column('expected_start_time')})`;

/** One of the words in the note of who made the run. */
const maker =
  (key: 'id' | 'type'): Operand =>
  (row) =>
    key === 'id' ? sql`${row.column('created_by')} ->> 'id'` : sql`${row.column('created_by')} ->> 'type'`;

const parentFlowRun: Part<readonly string[], string[]> = {
  schema: uuids,
  conditions: (parents, row) => [parents.length === 0 ? sql`false` : isChildOf(parents, row)],
};

function isChildOf(parents: readonly string[], row: Row): Statement {
  return sql`${row.column('parent_task_run_id')} in (select caller.id from task_run as caller where caller.flow_run_id in (${parents}))`;
}

const nextStart = column('next_scheduled_start_time');
const upTo = before(nextStart);

/** Few runs have a next start at all: SQLite looks for those first if it is said. */
const scheduledUpTo: typeof upTo = {
  schema: upTo.schema,
  conditions: (end, row) => [...upTo.conditions(end, row), sql`${nextStart(row)} is not null`],
};

const anyKey = anyOf(column('idempotency_key'), texts);

const idempotencyKey: Part<readonly string[], string[]> = {
  schema: texts,
  conditions: (keys, row) => [
    ...anyKey.conditions(keys, row),
    // each run has a flow: it is said because the index on the keys begins with it
    sql`${row.column('flow_id')} in (select whichever.id from flow as whichever)`,
  ],
};

/** What is asked of a flow run. */
export const flowRun = operated({
  id: idsOrNot('id'),
  name: named('name'),
  tags: operated({
    all_: holdsAll(column('tags')),
    any_: holdsOne(column('tags')),
    is_null_: isEmptyList(column('tags')),
  }),
  deployment_id: operated({
    any_: anyOf(column('deployment_id'), uuids),
    is_null_: isNull(column('deployment_id')),
  }),
  work_queue_name: operated({
    any_: anyOf(column('work_queue_name'), texts),
    is_null_: isNull(column('work_queue_name')),
  }),
  state: state(typesOrNot('state_type'), wordsOrNot('state_name')),
  flow_version: words('flow_version'),
  /** Of a run that has not started, `before_` and `after_` look at when it is expected to. */
  start_time: timeOrNull('start_time', effectiveStart),
  end_time: timeOrNull('end_time'),
  expected_start_time: within(column('expected_start_time')),
  next_scheduled_start_time: document({
    before_: scheduledUpTo,
    after_: rare(after(nextStart)),
  }),
  /** The flow run whose task run called this one. */
  parent_flow_run_id: operated({ any_: parentFlowRun }),
  parent_task_run_id: operated({
    any_: anyOf(column('parent_task_run_id'), uuids),
    is_null_: isNull(column('parent_task_run_id')),
  }),
  idempotency_key: document({ any_: idempotencyKey, not_any_: noneOf(column('idempotency_key'), texts) }),
  created_by: operated({
    id_: anyOf(maker('id'), uuids),
    type_: anyOf(maker('type'), texts),
    is_null_: isNull(column('created_by')),
  }),
});

/** Prefect's filter of flow runs. */
export type FlowRunFilter = Given<typeof flowRun>;
