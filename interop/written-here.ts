import { expect } from 'chai';
import { type Base, FlowRun, type JsonObject, newId } from '../src/domain/index.ts';
import type { Scenario, Served, Stage } from './support/stage.ts';
import { columnsOfDocument, columnsOfEntity, plain, without } from './support/wire.ts';
import { secret, writeRows, type WrittenRows } from './written-rows.ts';

/** Rows that the entities wrote are read back by Prefect, through its REST API and through its ORM. */
export const writtenHere: Scenario = {
  letter: 'b',
  title: 'Rows written here, read back by Prefect',

  async play(stage) {
    const served = await stage.served();
    const rows = await writeRows(served.em());
    await checkApi(stage, served, rows);
    await checkOrm(stage, served, rows);
    await checkScheduling(stage, served, rows);
  },
};

async function checkApi({ checks }: Stage, served: Served, rows: WrittenRows): Promise<void> {
  const { server } = served;
  const get = async (path: string): Promise<JsonObject> => (await server.get(path)) as JsonObject;
  const { flow, flowRun, taskRun, deployment, schedules, pool, queue, artifacts, block } = rows;

  await checks.check('A flow is what the API shows', async () => {
    expectShown(served, flow, await get(`/flows/${flow.id}`));
    expectShown(served, flow, await get(`/flows/name/${encodeURIComponent(flow.name)}`));
  });

  await checks.check('A flow run and a task run are what the API shows', async () => {
    expectShown(served, flowRun, await get(`/flow_runs/${flowRun.id}`), ['state_timestamp']);
    expectShown(served, taskRun, await get(`/task_runs/${taskRun.id}`), ['state_timestamp']);
  });

  await checks.check('Their states are what the API shows, in order of time', async () => {
    for (const [kind, run, states] of [
      ['flow_run', flowRun, rows.flowRunStates],
      ['task_run', taskRun, rows.taskRunStates],
    ] as const) {
      const shown = await server.get(`/${kind}_states/?${kind}_id=${run.id}`);
      const own = states.map((state) => JSON.parse(JSON.stringify(state.asState())) as JsonObject);
      expect(plain(shown)).to.deep.equal(plain(own));
    }
  });

  await checks.check('A deployment with its schedules is what the API shows', async () => {
    const document = await get(`/deployments/${deployment.id}`);
    const { global_concurrency_limit: limit, job_variables: jobVariables } = document;
    expectShown(
      served,
      deployment,
      {
        ...document,
        infra_overrides: jobVariables!,
        concurrency_limit_id: (limit as JsonObject)['id']!,
      },
      ['version_id'],
    );
    const shown = (await server.get(`/deployments/${deployment.id}/schedules`)) as JsonObject[];
    for (const schedule of schedules) {
      expectShown(
        served,
        schedule,
        shown.find(({ id }) => id === schedule.id)!,
      );
    }
    expect(shown).to.have.length(schedules.length);
  });

  await checks.check('A work pool, its queue and its worker are what the API shows', async () => {
    const path = `/work_pools/${encodeURIComponent(pool.name)}`;
    // the server itself moves the status
    expectShown(served, pool, await get(path), [
      'status',
      'last_transitioned_status_at',
      'last_status_event_id',
      'updated',
    ]);
    const shownQueue = await get(`${path}/queues/${encodeURIComponent(queue.name)}`);
    expectShown(served, queue, shownQueue, ['status', 'updated']);
    const [shownWorker] = (await server.post(`${path}/workers/filter`)) as JsonObject[];
    expectShown(served, rows.worker, shownWorker!, ['status', 'updated']);
  });

  await checks.check('Variables are what the API shows, whatever their value', async () => {
    for (const variable of rows.variables) {
      expectShown(served, variable, await get(`/variables/name/${variable.name}`));
    }
    return `${rows.variables.length} values`;
  });

  await checks.check('A block is what the API shows, and the server decrypts it', async () => {
    const open = await get(`/block_documents/${block.id}?include_secrets=true`);
    expectShown(served, block, open, ['data']);
    expect(plain(open['data'])).to.deep.equal(secret);
    const closed = (await get(`/block_documents/${block.id}`))['data'] as JsonObject;
    expect(closed).to.deep.equal({ ...secret, password: '********' });
    expectShown(served, rows.blockType, open['block_type'] as JsonObject);
    expectShown(served, rows.blockSchema, open['block_schema'] as JsonObject);
  });

  await checks.check(
    'Artifacts are what the API shows, and the newest of a key is that of the collection',
    async () => {
      for (const artifact of artifacts) {
        expectShown(served, artifact, await get(`/artifacts/${artifact.id}`));
      }
      // of the collection, with its own id
      expectShown(served, rows.collection, await get(`/artifacts/${rows.collection.key}/latest`), ['latest_id']);
      const [latest] = (await server.post('/artifacts/latest/filter', {
        artifacts: { key: { any_: [rows.collection.key] } },
      })) as JsonObject[];
      expectShown(served, rows.collection, latest!);
    },
  );

  await checks.check('A log line, a limit and an automation are what the API shows', async () => {
    const [line] = (await server.post('/logs/filter', {
      logs: { flow_run_id: { any_: [flowRun.id] } },
    })) as JsonObject[];
    expectShown(served, rows.log, line!);
    expectShown(served, rows.limit, await get(`/v2/concurrency_limits/${rows.limit.id}`), [
      'denied_slots',
      'avg_slot_occupancy_seconds',
    ]);
    expectShown(served, rows.automation, await get(`/automations/${rows.automation.id}`));
  });
}

async function checkOrm({ checks }: Stage, served: Served, rows: WrittenRows): Promise<void> {
  await checks.check("Every column of every row is what Prefect's ORM reads", async () => {
    const entities: Base[] = Object.values(rows).flat();
    const wanted = Map.groupBy(entities, ({ constructor }) => constructor.name);
    const ids = Object.fromEntries([...wanted].map(([name, list]) => [name, list.map(({ id }) => id)]));
    const lines = await served.prefect.run('read_rows.py', [JSON.stringify(ids)]);
    const read = new Map(lines.map((line) => [(line['columns'] as JsonObject)['id'], line['columns'] as JsonObject]));
    let columns = 0;
    for (const entity of [...wanted.values()].flat()) {
      const own = without(columnsOfEntity(served.em(), entity), moved(entity));
      expect(without(plain(read.get(entity.id)) as JsonObject, moved(entity)), entity.constructor.name).to.deep.equal(
        plain(own),
      );
      columns += Object.keys(own).length;
    }
    return `${entities.length} rows, ${columns} values`;
  });
}

async function checkScheduling(
  { checks }: Stage,
  served: Served,
  { deployment, schedules }: WrittenRows,
): Promise<void> {
  await checks.check('Prefect plans runs by a schedule that was written here, and the entities read them', async () => {
    await served.server.post(`/deployments/${deployment.id}/schedule`, {
      min_runs: 2,
      max_runs: 2,
    });
    const planned = await served
      .em()
      .find(FlowRun, { deploymentId: deployment.id, autoScheduled: true }, { orderBy: { expectedStartTime: 'asc' } });
    expect(planned.length).to.be.at.least(2);
    const { interval, anchor_date: anchor } = schedules[0]!.schedule as {
      interval: number;
      anchor_date: string;
    };
    for (const run of planned) {
      const scheduled = Temporal.Instant.from(run.state?.stateDetails.scheduled_time ?? '');
      expect([run.stateType, run.state?.name, scheduled.toString()]).to.deep.equal([
        'SCHEDULED',
        'Scheduled',
        run.expectedStartTime?.toString(),
      ]);
      const since = run.expectedStartTime!.since(Temporal.Instant.from(anchor)).total('microseconds');
      expect(since % (interval * 1_000_000), 'microseconds off the interval').to.equal(0);
      expect(run.workQueueId).to.equal(deployment.workQueueId);
      expect(run.parameters).to.have.property('day', 'ü0');
    }
    return `${planned.length} runs`;
  });

  await checks.check('A run that the API makes of a deployment written here takes its parameters', async () => {
    const made = (await served.server.post(`/deployments/${deployment.id}/create_flow_run`, {
      parameters: { day: 'heute' },
      idempotency_key: newId(),
    })) as JsonObject;
    const run = await served.em().findOneOrFail(FlowRun, String(made['id']));
    expect(plain(run.parameters)).to.deep.equal(plain({ ...(deployment.parameters as JsonObject), day: 'heute' }));
    expect(run.jobVariables).to.deep.equal({});
  });
}

function expectShown({ em }: Served, entity: Base, document: JsonObject, absent: readonly string[] = []): void {
  const own = without(columnsOfEntity(em(), entity), absent);
  expect(plain(columnsOfDocument(entity, document, absent)), entity.constructor.name).to.deep.equal(plain(own));
}

/** Columns that the server moves by itself, and the one that Prefect's ORM does not know. */
function moved(entity: Base): readonly string[] {
  const byServer = {
    WorkPool: ['status', 'updated'],
    WorkQueue: ['status', 'updated'],
    Worker: ['status', 'updated'],
    Deployment: ['version_id'],
  };
  return byServer[entity.constructor.name as keyof typeof byServer] ?? [];
}
