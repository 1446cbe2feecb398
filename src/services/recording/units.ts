import type { RecordedRow, Recording } from './recording.ts';

/** Rows that go in together, in one unit of work: a flow run with all that is its own, for instance. */
export interface Unit {
  readonly rows: readonly RecordedRow[];
}

/**
 * Splits a recording into units of work, in an order in which each finds what it points at: limits, work pools, flows with their
 * deployments, then run after run as they were made, and the collections of artifacts at the end.
 */
export function unitsOf(recording: Recording): Unit[] {
  const rest = new Rest(recording);
  const units = [
    [rest.take('concurrency_limit_v2')],
    ...rest.each('work_pool', (pool) => [
      rest.of(pool, 'work_queue', 'work_pool_id'),
      rest.of(pool, 'worker', 'work_pool_id'),
    ]),
    ...rest.each('flow', (flow) => {
      const deployments = rest.of(flow, 'deployment', 'flow_id');
      return [
        deployments,
        ...deployments.map((deployment) => rest.of(deployment, 'deployment_schedule', 'deployment_id')),
      ];
    }),
    // a result may belong to states of several runs: such artifacts name no run
    [
      rest.take(
        'artifact',
        (artifact) => artifact.values['flow_run_id'] === null && artifact.values['task_run_id'] === null,
      ),
    ],
    ...rest.each('flow_run', (run) => partsOfFlowRun(rest, run)),
    ...rest.each('task_run', (run) => partsOfTaskRun(rest, run)),
    [rest.take('log')],
    [rest.take('artifact'), rest.take('artifact_collection')],
  ];
  return units.map((parts) => ({ rows: parts.flat() })).filter(({ rows }) => rows.length > 0);
}

function partsOfFlowRun(rest: Rest, run: RecordedRow): RecordedRow[][] {
  const tasks = rest.of(run, 'task_run', 'flow_run_id');
  return [
    rest.of(run, 'flow_run_state', 'flow_run_id'),
    ...tasks.flatMap((task) => [[task], ...partsOfTaskRun(rest, task)]),
    rest.of(run, 'artifact', 'flow_run_id'),
    rest.of(run, 'log', 'flow_run_id'),
  ];
}

function partsOfTaskRun(rest: Rest, run: RecordedRow): RecordedRow[][] {
  return [
    rest.of(run, 'task_run_state', 'task_run_id'),
    rest.of(run, 'artifact', 'task_run_id'),
    rest.of(run, 'log', 'task_run_id'),
  ];
}

/** The rows that belong to no unit yet: each is taken once. */
class Rest {
  readonly #rows: Map<string, RecordedRow[]>;

  constructor(recording: Recording) {
    this.#rows = new Map([...recording.rows].map(([table, rows]) => [table, [...rows]]));
  }

  /** Takes the rows of a table, or those that `wanted` says. */
  take(table: string, wanted: (row: RecordedRow) => boolean = () => true): RecordedRow[] {
    const { yes = [], no = [] } = Object.groupBy(this.#rows.get(table) ?? [], (row) => (wanted(row) ? 'yes' : 'no'));
    this.#rows.set(table, no);
    return yes;
  }

  /** Takes the rows of a table whose `column` points at `owner`. */
  of(owner: RecordedRow, table: string, column: string): RecordedRow[] {
    return this.take(table, (row) => row.values[column] === owner.id);
  }

  /** Takes the rows of a table, each with what `parts` finds for it, as one unit a row. */
  each(table: string, parts: (row: RecordedRow) => RecordedRow[][]): RecordedRow[][][] {
    return this.take(table).map((row) => [[row], ...parts(row)]);
  }
}
