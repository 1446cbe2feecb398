import type { RecordedRow, Recording } from './recording.ts';

/** Rows that go in together, in one transaction: a run with its first state, or one of its later states. */
export interface Unit {
  readonly rows: readonly RecordedRow[];
}

/** A row, and when it came to be. */
interface Happening {
  readonly row: RecordedRow;
  readonly moment: string;
}

const runTables = ['flow_run', 'task_run'];
const stateTables = ['flow_run_state', 'task_run_state'];

/**
 * Splits a recording into transactions, in an order in which each finds what it points at: limits, work pools, flows with their
 * deployments; then what happened, in order of time across the runs; and the collections of artifacts at the end.
 */
export function unitsOf(recording: Recording): Unit[] {
  const rowsOf = (table: string): readonly RecordedRow[] => recording.rows.get(table) ?? [];
  const ownedBy = (owner: RecordedRow, table: string, column: string): RecordedRow[] =>
    rowsOf(table).filter(({ values }) => values[column] === owner.id);
  const units = [
    rowsOf('concurrency_limit_v2'),
    ...rowsOf('work_pool').map((pool) => [
      pool,
      ...ownedBy(pool, 'work_queue', 'work_pool_id'),
      ...ownedBy(pool, 'worker', 'work_pool_id'),
    ]),
    ...rowsOf('flow').map((flow) => {
      const deployments = ownedBy(flow, 'deployment', 'flow_id');
      const schedules = deployments.flatMap((owner) => ownedBy(owner, 'deployment_schedule', 'deployment_id'));
      return [flow, ...deployments, ...schedules];
    }),
    ...stateByState(happeningsOf(rowsOf)),
    rowsOf('artifact_collection'),
  ];
  return units.filter((rows) => rows.length > 0).map((rows) => ({ rows }));
}

/** What happened, in order of time. At one moment runs and artifacts come before the states that need them. */
function happeningsOf(rowsOf: (table: string) => readonly RecordedRow[]): Happening[] {
  const states = stateTables.flatMap(rowsOf).map((row) => ({ row, moment: String(row.values['timestamp']) }));
  // a run is there from its first state on, a result from the first state that has it
  const first = new Map<unknown, string>();
  for (const { row, moment } of states.toSorted(byMoment).toReversed()) {
    first.set(row.values['flow_run_id'] ?? row.values['task_run_id'], moment);
    first.set(row.values['result_artifact_id'], moment);
  }
  const others = [...runTables, 'artifact', 'log'].flatMap(rowsOf).map((row) => {
    const moment = first.get(row.id) ?? row.values['timestamp'] ?? row.values['created'];
    return { row, moment: String(moment) };
  });
  return [...others, ...states].toSorted(byMoment);
}

/** By the stored text, which sorts like the time. */
function byMoment(a: Happening, b: Happening): number {
  return Number(a.moment > b.moment) - Number(a.moment < b.moment);
}

/** Cuts so that each unit has one state: a new run is with its first, logs and artifacts are with the state before them. */
function stateByState(happenings: readonly Happening[]): RecordedRow[][] {
  const units: RecordedRow[][] = [[]];
  let hasState = false;
  for (const { row } of happenings) {
    const isState = stateTables.includes(row.table);
    if (hasState && (isState || runTables.includes(row.table))) {
      units.push([]);
      hasState = false;
    }
    units.at(-1)!.push(row);
    hasState ||= isState;
  }
  return units;
}
