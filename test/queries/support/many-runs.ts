import type { Dialect } from '../../support/databases/index.ts';
import type { TestDatabase } from '../../support/dialects.ts';

const runs = 100_000;
/** The last of the flow runs were called by task runs. */
const subflows = 100;
const flows = 100;
const deployments = 500;
const pools = 10;
const queues = 100;
const runsWithTasks = 2000;
const artifacts = 5000;
const taskRunStates = 20_000;

/** When the first of the runs was expected to start; one follows every minute. */
export const firstStart = Temporal.Instant.from('2026-01-01T00:00:00Z');

/** The first groups of the ids of each kind of row; the last is its number. */
const kinds = {
  flow: '00000001',
  deployment: '00000002',
  workPool: '00000003',
  workQueue: '00000004',
  flowRun: '00000005',
  taskRun: '00000006',
  flowRunState: '00000007',
  artifact: '00000008',
} as const;

type Kind = keyof typeof kinds;

/** The id of a row among the many. */
export function idOf(kind: Kind, number: number): string {
  return `${kinds[kind]}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

/** What the databases say in other words. */
interface Words {
  /** What is said first in the transaction. */
  readonly first: readonly string[];
  id(kind: Kind, number: string): string;
  /** So many minutes after the first start. */
  moment(minutes: string): string;
  stateType(text: string): string;
}

const words: Readonly<Record<Dialect, Words>> = {
  sqlite: {
    first: [],
    id: (kind, number) => `printf('${kinds[kind]}-0000-4000-8000-%012x', ${number})`,
    moment: (minutes) => `strftime('%Y-%m-%d %H:%M:%S.000000', '2026-01-01', (${minutes}) || ' minutes')`,
    stateType: (text) => text,
  },
  postgresql: {
    first: ['set local statement_timeout = 0'],
    id: (kind, number) => `cast('${kinds[kind]}-0000-4000-8000-' || lpad(to_hex(${number}), 12, '0') as uuid)`,
    moment: (minutes) => `timestamptz '2026-01-01 00:00:00Z' + (${minutes}) * interval '1 minute'`,
    stateType: (text) => `cast(${text} as state_type)`,
  },
};

/** Fills a database as one that has been used for a while: most runs have ended, few wait, fewer run. Made by the database, from numbers. */
export async function makeManyRuns({ dialect, orm }: TestDatabase): Promise<void> {
  await orm.em.fork().transactional(async (em) => {
    for (const statement of [...words[dialect].first, ...statements(words[dialect]), 'analyze']) {
      await em.getConnection().execute(statement, [], 'run', em.getTransactionContext());
    }
  });
}

function statements({ id, moment, stateType }: Words): string[] {
  const text = (start: string, number: string) => `'${start}-' || (${number})`;
  const type = stateType(
    `case when n % 50 = 0 then 'SCHEDULED' when n % 499 = 0 then 'RUNNING' when n % 20 = 1 then 'FAILED' else 'COMPLETED' end`,
  );
  const name = `case when n % 50 = 0 then 'Scheduled' when n % 499 = 0 then 'Running' when n % 20 = 1 then 'Failed' else 'Completed' end`;
  const started = `case when n % 50 = 0 then null else ${moment('n')} end`;
  const run = {
    name: text('run', 'n'),
    state_type: type,
    state_name: name,
    state_timestamp: moment('n'),
    expected_start_time: moment('n'),
    next_scheduled_start_time: `case when n % 50 = 0 then ${moment('n')} end`,
    start_time: started,
    end_time: started,
  };
  const flowRun = {
    ...run,
    id: id('flowRun', 'n'),
    flow_id: id('flow', `n % ${flows}`),
    deployment_id: id('deployment', `n % ${deployments}`),
    work_queue_id: id('workQueue', `n % ${queues}`),
    work_queue_name: text('queue', `n % ${queues}`),
    flow_version: text('version', 'n % 1000'),
    idempotency_key: text('key', 'n'),
  };
  const state = { type, name, timestamp: moment('n'), flow_run_id: id('flowRun', 'n'), id: id('flowRunState', 'n') };
  return [
    fill('flow', [0, flows], { id: id('flow', 'n'), name: text('flow', 'n') }),
    fill('work_pool', [0, pools], {
      id: id('workPool', 'n'),
      name: text('pool', 'n'),
      type: `'process'`,
      concurrency_limit: '50',
    }),
    fill('work_queue', [0, queues], {
      id: id('workQueue', 'n'),
      name: text('queue', 'n'),
      work_pool_id: id('workPool', `n % ${pools}`),
      priority: 'n + 1',
      concurrency_limit: '20',
    }),
    fill('deployment', [0, deployments], {
      id: id('deployment', 'n'),
      name: text('deployment', 'n'),
      flow_id: id('flow', `n % ${flows}`),
      work_queue_id: id('workQueue', `n % ${queues}`),
    }),
    fill('flow_run', [0, runs - subflows], flowRun),
    fill('task_run', [0, runs], {
      ...run,
      id: id('taskRun', 'n'),
      flow_run_id: id('flowRun', `n % ${runsWithTasks}`),
      task_key: `'task'`,
      dynamic_key: text('key', 'n'),
    }),
    fill('flow_run', [runs - subflows, runs], { ...flowRun, parent_task_run_id: id('taskRun', 'n') }),
    fill('flow_run_state', [0, runs], state),
    fill('task_run_state', [0, taskRunStates], { type, name, timestamp: moment('n'), task_run_id: id('taskRun', 'n') }),
    fill('log', [0, runs], {
      name: `'prefect.flow_runs'`,
      level: '(n % 5 + 1) * 10',
      message: text('line', 'n'),
      timestamp: moment('n'),
      flow_run_id: id('flowRun', `n % ${runsWithTasks}`),
      task_run_id: id('taskRun', 'n'),
    }),
    fill('artifact', [0, artifacts], {
      id: id('artifact', 'n'),
      key: text('key', 'n % 500'),
      type: `'markdown'`,
      flow_run_id: id('flowRun', 'n'),
      task_run_id: id('taskRun', 'n'),
    }),
  ];
}

/** Rows for the numbers from the first up to the last, that one left out, by the expressions for their columns. */
function fill(
  table: string,
  [first, end]: readonly [number, number],
  columns: Readonly<Record<string, string>>,
): string {
  return `insert into ${table} (${Object.keys(columns).join(', ')})
    with recursive numbers(n) as (select ${first} union all select n + 1 from numbers where n < ${end - 1})
    select ${Object.values(columns).join(', ')} from numbers`;
}
