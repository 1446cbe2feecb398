import type { EntityManager } from '@mikro-orm/core';
import { InstantType, parseJson, type StateType } from '../../domain/index.ts';
import { queryDialectOf } from '../dialects/index.ts';
import { rowsOf, sql, type Statement } from '../statement.ts';
import type { GraphNode } from './graph.ts';

/** A node without its edges, and what tells them. */
export interface NodeRow extends Pick<GraphNode, 'kind' | 'id' | 'label' | 'startTime' | 'endTime'> {
  readonly stateType: StateType | null;
  /** Where each argument of the task run came from, by name. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

interface Row {
  readonly kind: GraphNode['kind'];
  readonly id: string;
  readonly label: string;
  readonly state_type: StateType | null;
  readonly start_time: string;
  readonly end_time: string | null;
  readonly task_inputs: string | null;
}

const instants = new InstantType();

const start = sql`coalesce(sub.start_time, sub.expected_start_time, task.start_time, task.expected_start_time)`;
const end = sql`coalesce(sub.end_time, task.end_time, case when task.state_type = 'COMPLETED' then task.expected_start_time end)`;

/** Task runs that have a time, with the flow runs that they stand for. */
function nodesOf(em: EntityManager, flowRunId: string): Statement {
  return sql`
    from task_run as task
    left join ${queryDialectOf(em.getPlatform()).subflows} on sub.parent_task_run_id = task.id
    left join flow on flow.id = sub.flow_id
    where task.flow_run_id = ${flowRunId} and ${start} is not null`;
}

/** Whether more than so many nodes of a flow run had not ended before a moment, as it is stored. */
export async function hasMoreNodes(
  em: EntityManager,
  flowRunId: string,
  since: string,
  limit: number,
): Promise<boolean> {
  const rows = await rowsOf(
    em,
    sql`select 1 as found${nodesOf(em, flowRunId)} and (${end} is null or ${end} >= ${since}) limit ${limit + 1}`,
  );
  return rows.length > limit;
}

/** Every node of a flow run, by start, then end. */
export async function nodeRows(em: EntityManager, flowRunId: string): Promise<NodeRow[]> {
  const rows = await rowsOf<Row>(
    em,
    sql`
    select case when sub.id is null then 'task-run' else 'flow-run' end as kind, coalesce(sub.id, task.id) as id,
      coalesce(flow.name || ' / ' || sub.name, task.name) as label, coalesce(sub.state_type, task.state_type) as state_type,
      ${start} as start_time, ${end} as end_time, task.task_inputs${nodesOf(em, flowRunId)}
    order by 5, 6, 2`,
  );
  const instantOf = (stored: string | null) => instants.convertToJSValue(stored, em.getPlatform());
  return rows.map(({ kind, id, label, state_type, start_time, end_time, task_inputs }) => ({
    kind,
    id,
    label,
    stateType: state_type,
    startTime: instantOf(start_time) as Temporal.Instant,
    endTime: instantOf(end_time),
    inputs: (task_inputs === null ? {} : parseJson(task_inputs)) as NodeRow['inputs'],
  }));
}
