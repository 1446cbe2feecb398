import { ref } from '@mikro-orm/core';
import { DeploymentVersion } from '../../../src/domain/deployments/deployment-version.ts';
import {
  factories,
  makeDeployment,
  makeFlowRun,
  makeFlowRunState,
  makeTaskRun,
  makeWorkPool,
  makeWorkQueue,
} from '../../support/factories.ts';
import { run, withEm } from './support.ts';

/** The ids of rows that tests look at. */
export const ids = {
  flowRun: '11111111-1111-4111-8111-111111111111',
  flowRunState: '22222222-2222-4222-8222-222222222222',
  taskRun: '33333333-3333-4333-8333-333333333333',
  workPool: '44444444-4444-4444-8444-444444444444',
  workQueue: '55555555-5555-4555-8555-555555555555',
  child: '66666666-6666-4666-8666-666666666666',
} as const;

/**
 * Fills a migrated database: a row at least in every table, and every circle that foreign keys can form. A flow run points at its state,
 * which belongs to it; a task run of it has a sub-flow run; a work pool has a default queue, which is one of its own.
 */
export async function plantRows(url: string): Promise<void> {
  await withEm(url, async (em) => {
    for (const make of Object.values(factories)) {
      em.persist(make());
    }
    const flowRun = makeFlowRun({ id: ids.flowRun });
    flowRun.setState(makeFlowRunState({ id: ids.flowRunState, flowRun: ref(flowRun) }));
    const taskRun = makeTaskRun({ id: ids.taskRun, flowRun: ref(flowRun) });
    const child = makeFlowRun({ id: ids.child, parentTaskRun: ref(taskRun) });
    const workPool = makeWorkPool({ id: ids.workPool });
    const workQueue = makeWorkQueue({ id: ids.workQueue, workPool: ref(workPool) });
    const version = new DeploymentVersion({ deployment: ref(makeDeployment()) });
    em.persist([flowRun, taskRun, child, workPool, workQueue, version]);
    await em.flush();
    // points at what the flush above has made
    workPool.defaultQueue = ref(workQueue);
    await em.flush();
  });
}

/** Rows that are hard to copy but can be, written past the entities, as Prefect or another program may have stored them. */
export async function plantHardValues(url: string): Promise<void> {
  await run(url, ...(url.startsWith('postgres') ? hardInPostgresql : hardInSqlite), ...hardInBoth);
}

const old = "'2020-02-29 23:59:59.000001'";

const hardInBoth = [
  `update flow_run set updated = ${old}`,
  `update log set updated = ${old}, message = 'Grüße, 世界 👋🏽 "quoted" \\ back''slash {a,NULL}'`,
  // null of JSON and NULL of SQL are two things
  `update flow_run_state set data = 'null' where id = '${ids.flowRunState}'`,
  "update artifact set data = 'null', metadata_ = NULL",
  // a column with a default that is NULL all the same
  'update flow set labels = NULL',
  `update flow_run set parameters = '{"1": 1.0, "a": [1e3, 12345678901234567890123, null, true, "\\u00e9\\u2028"], "": {}}' where id = '${ids.child}'`,
  // what is missing in a document stays missing
  `update flow_run_state set state_details = '{"later": {"key": 1}}'`,
  `update flow_run set start_time = '0001-01-01 00:00:00', end_time = '9999-12-31 23:59:59.999999' where id = '${ids.child}'`,
];

const hardInSqlite = [
  `update flow_run set total_run_time = '1970-01-02 02:03:04.000005' where id = '${ids.flowRun}'`,
  // the server default, which the reference cannot read
  `update task_run set total_run_time = 0 where id = '${ids.taskRun}'`,
  // affinity makes numbers of documents that are nothing else
  `update flow_run_state set data = '1.5' where id <> '${ids.flowRunState}'`,
  "update artifact_collection set data = '-0.0', metadata_ = '{ \"spelled\" :  1 }'",
];

const hardInPostgresql = [
  `update flow_run set total_run_time = interval '26:03:04.000005' where id = '${ids.flowRun}'`,
  `update task_run set total_run_time = interval '-00:00:01.5' where id = '${ids.taskRun}'`,
  `update flow_run_state set data = '1.50' where id <> '${ids.flowRunState}'`,
  "update artifact_collection set data = '-0.0', metadata_ = '{ \"spelled\" :  1 }'",
];

/** Adds log lines to an SQLite database: enough of them to be interrupted. */
export async function plantLogs(url: string, count: number): Promise<void> {
  const moment = "'2026-01-01 00:00:00.000000'";
  await run(
    url,
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
     insert into log (created, updated, name, level, message, timestamp)
     select ${moment}, ${moment}, 'logger', 20, 'message ' || i, ${moment} from n`,
  );
}
