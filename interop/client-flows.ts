import { expect } from 'chai';
import {
  Artifact,
  ArtifactCollection,
  dumpJson,
  Flow,
  FlowRun,
  type JsonObject,
  type JsonValue,
  Log,
  TaskRun,
} from '../src/domain/index.ts';
import { runsByState } from '../src/queries/runs-by-state.ts';
import { eventually } from './support/checks.ts';
import { hardDocument } from './support/hard-values.ts';
import type { Scenario, Served, Stage } from './support/stage.ts';
import { columnsOfDocument, columnsOfEntity, microseconds, plain, without } from './support/wire.ts';

type Run = FlowRun | TaskRun;

/** What the client knows of a flow run at its end. */
interface Reported {
  readonly flow: string;
  readonly id: string;
  readonly name: string;
  readonly parameters: JsonObject;
  readonly state_type: string;
  readonly state_name: string;
  readonly state_message: string | null;
  readonly run_count: number;
  readonly total_run_time: number;
}

/** The names of the states that a run goes through, as Prefect's rules have it. */
const histories: Readonly<Record<string, readonly string[]>> = {
  'interop-outer': ['Pending', 'Running', 'Completed'],
  'interop-inner': ['Pending', 'Running', 'Completed'],
  'interop-second-try': ['Pending', 'Running', 'AwaitingRetry', 'Running', 'Completed'],
  'interop-failure': ['Pending', 'Running', 'Failed'],
};

const taskRunCount = 4;

/** A flow with tasks, a sub-flow, a retry and a failure is run by the real client and read through the entities. */
export const clientFlows: Scenario = {
  letter: 'a',
  title: 'Flows of the real client, read through the entities',

  async play(stage) {
    const served = await stage.served();
    const lines = await served.prefect.run('run_flows.py', [dumpJson(hardDocument)], {
      PREFECT_API_URL: served.server.url,
    });
    const reported = lines as unknown as Reported[];
    // the server writes task runs behind the client's back, from their events
    await eventually(async () => {
      expect(await served.em().count(TaskRun, { stateType: 'COMPLETED' })).to.equal(taskRunCount);
    });
    await checkRuns(stage, served, reported);
    await checkHistories(stage, served);
    await checkRelations(stage, served, reported);
    await checkProducts(stage, served, reported);
  },
};

async function checkRuns({ checks }: Stage, served: Served, reported: readonly Reported[]): Promise<void> {
  await checks.check('The flows have the names that the client gave them', async () => {
    const flows = await served.em().find(Flow, {}, { orderBy: { name: 'asc' } });
    expect(flows.map(({ name }) => name)).to.deep.equal(Object.keys(histories).toSorted());
  });

  await checks.check('Runs by state are as many as the API counts', async () => {
    const counts = await runsByState(served.em(), FlowRun);
    expect(Object.fromEntries(counts)).to.deep.equal({ COMPLETED: 3, FAILED: 1 });
    for (const [type, count] of counts) {
      const flowRuns = { state: { type: { any_: [type] } } };
      expect(await served.server.post('/flow_runs/count', { flow_runs: flowRuns })).to.equal(count);
    }
  });

  await checks.check('The runs are as the client saw them at their end', async () => {
    for (const { flow, ...seen } of reported) {
      const run = await served.em().findOneOrFail(FlowRun, seen.id, { populate: ['flow'] });
      expect(run.flow.unwrap().name).to.equal(flow);
      expect({
        id: run.id,
        name: run.name,
        parameters: plain(run.parameters),
        state_type: run.state?.type,
        state_name: run.state?.name,
        state_message: run.state?.message,
        run_count: run.runCount,
        total_run_time: run.totalRunTime.total('microseconds'),
      }).to.deep.equal({ ...seen, parameters: plain(seen.parameters) });
    }
  });

  await checks.check('The parameters are those that the caller gave', async () => {
    const { id } = find(reported, 'interop-outer');
    const run = await served.em().findOneOrFail(FlowRun, id);
    expect(plain(run.parameters)).to.deep.equal({ values: plain(hardDocument) });
  });

  await checks.check('Every column of every run is what the API shows', async () => {
    const em = served.em();
    const runs = await allRuns(em);
    for (const run of runs) {
      const document = await documentOf(served, run);
      expect(without(columnsOfEntity(em, run), unshown), run.name).to.deep.equal(
        columnsOfDocument(run, document, unshown),
      );
    }
    return `${runs.length} runs`;
  });

  await checks.check('The times of a run are those that the API computes', async () => {
    for (const run of await allRuns(served.em())) {
      const document = await documentOf(served, run);
      expect(
        [run.totalRunTime, run.estimatedRunTime, run.estimatedStartTimeDelta].map((time) => time.total('microseconds')),
        run.name,
      ).to.deep.equal(
        ['total_run_time', 'estimated_run_time', 'estimated_start_time_delta'].map((key) =>
          microseconds(document[key]),
        ),
      );
    }
  });
}

async function checkHistories({ checks }: Stage, served: Served): Promise<void> {
  await checks.check('The history of every run is whole and in order of time', async () => {
    let states = 0;
    for (const run of await allRuns(served.em(), ['states'])) {
      const history = run.states.getItems().toReversed();
      const kind = run instanceof FlowRun ? 'flow_run' : 'task_run';
      const shown = (await served.server.get(`/${kind}_states/?${kind}_id=${run.id}`)) as JsonValue[];
      expect(plain(history.map(asDocument)), run.name).to.deep.equal(plain(shown));
      states += history.length;
    }
    return `${states} states`;
  });

  await checks.check('A history has the states that the rules of Prefect say', async () => {
    for (const run of await served.em().find(FlowRun, {}, { populate: ['flow', 'states'] })) {
      const names = run.states.getItems().map(({ name }) => name);
      expect(names.toReversed()).to.deep.equal(histories[run.flow.unwrap().name]);
    }
    const stumbling = await stumblingTask(served);
    const names = stumbling.states.getItems().map(({ name }) => name);
    expect(names.toReversed()).to.deep.equal(['Pending', 'Running', 'Retrying', 'Completed']);
  });

  await checks.check('Every pointer is at the last state, of which the run holds a copy', async () => {
    for (const run of await allRuns(served.em(), ['states'])) {
      const last = run.states.getItems()[0];
      expect(run.state, run.name).to.equal(last);
      expect([run.stateType, run.stateName, String(run.stateTimestamp)]).to.deep.equal([
        last?.type,
        last?.name,
        String(last?.timestamp),
      ]);
    }
  });

  await checks.check('Runs that were tried again have been counted twice', async () => {
    const secondTry = await served.em().findOneOrFail(FlowRun, { flow: { name: 'interop-second-try' } });
    expect([secondTry.runCount, (await stumblingTask(served)).runCount]).to.deep.equal([2, 2]);
    const others = await served.em().count(FlowRun, { runCount: 1 });
    expect(others).to.equal(3);
  });
}

async function checkRelations({ checks }: Stage, served: Served, reported: readonly Reported[]): Promise<void> {
  await checks.check('The sub-flow hangs on a task run of the flow that called it', async () => {
    const { id } = find(reported, 'interop-outer');
    const inner = await served
      .em()
      .findOneOrFail(FlowRun, { flow: { name: 'interop-inner' } }, { populate: ['parentTaskRun'] });
    const parent = inner.parentTaskRun?.unwrap();
    expect(parent?.flowRunId).to.equal(id);
    expect(parent?.state?.stateDetails.child_flow_run_id).to.equal(inner.id);
    const outer = await served.em().findOneOrFail(FlowRun, id, { populate: ['taskRuns.subflowRuns'] });
    const called = outer.taskRuns.getItems().flatMap((task) => task.subflowRuns.getItems());
    expect(called.map((run) => run.id)).to.deep.equal([inner.id]);
    expect(outer.taskRuns).to.have.length(2);
  });
}

async function checkProducts({ checks }: Stage, served: Served, reported: readonly Reported[]): Promise<void> {
  await checks.check('The logs are those of the API, line for line', async () => {
    const logs = await served.em().find(Log, {});
    const shown = (await served.server.post('/logs/filter')) as JsonObject[];
    expect(byId(logs.map((log) => columnsOfEntity(served.em(), log)))).to.deep.equal(
      byId(shown.map((document, index) => columnsOfDocument(logs[index]!, document))),
    );
    const greeting = await served.em().findOneOrFail(Log, { message: { $like: 'Grüße aus Köln 🚀: %' } });
    expect([greeting.level, greeting.flowRunId]).to.deep.equal([30, find(reported, 'interop-outer').id]);
    expect(
      await served.em().count(Log, { message: ['doubling 20', 'doubling 21'], taskRunId: { $ne: null } }),
    ).to.equal(2);
    return `${logs.length} lines`;
  });

  await checks.check(
    'The artifacts are those of the API, and the collection points at the newest of a key',
    async () => {
      const em = served.em();
      const artifacts = await em.find(Artifact, {});
      const shown = (await served.server.post('/artifacts/filter')) as JsonObject[];
      expect(byId(artifacts.map((artifact) => columnsOfEntity(em, artifact)))).to.deep.equal(
        byId(shown.map((document) => columnsOfDocument(artifacts[0]!, document))),
      );
      for (const [key, description] of [
        ['interop-report', 'the second'],
        ['interop-table', null],
      ] as const) {
        const { latestId } = await em.findOneOrFail(ArtifactCollection, { key });
        expect((await em.findOneOrFail(Artifact, latestId)).description).to.equal(description);
      }
      const table = await em.findOneOrFail(Artifact, { key: 'interop-table' });
      expect(JSON.parse(table.data as string)).to.deep.equal([
        { ä: 1, b: null },
        { ä: 2.5, b: 'é' },
      ]);
      return `${artifacts.length} artifacts`;
    },
  );

  await checks.check('The result of a run is where its state says', async () => {
    const inner = await served.em().findOneOrFail(FlowRun, { flow: { name: 'interop-inner' } });
    const { state } = inner;
    expect(state?.storedData).to.equal(null);
    expect(state?.resultArtifact?.unwrap().flowRunId).to.equal(inner.id);
    expect(state?.data).to.have.property('storage_key');
    const document = await documentOf(served, inner);
    expect(plain(state?.data)).to.deep.equal(plain((document['state'] as JsonObject)['data']));
  });
}

/** Columns that the API shows under no name. */
const unshown = ['state_timestamp', 'flow_run_run_count'];

async function allRuns(em: ReturnType<Served['em']>, populate: readonly 'states'[] = []): Promise<Run[]> {
  return [...(await em.find(FlowRun, {}, { populate })), ...(await em.find(TaskRun, {}, { populate }))];
}

async function stumblingTask(served: Served): Promise<TaskRun> {
  return served.em().findOneOrFail(TaskRun, { taskKey: { $like: 'stumble-%' } }, { populate: ['states'] });
}

async function documentOf({ server }: Served, run: Run): Promise<JsonObject> {
  const kind = run instanceof FlowRun ? 'flow_runs' : 'task_runs';
  return (await server.get(`/${kind}/${run.id}`)) as JsonObject;
}

/** A state as it goes over the wire. */
function asDocument(state: { asState(): object }): unknown {
  return JSON.parse(JSON.stringify(state.asState()));
}

function byId(rows: readonly Record<string, unknown>[]): unknown[] {
  return rows.toSorted((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1));
}

function find(reported: readonly Reported[], flow: string): Reported {
  const found = reported.find((each) => each.flow === flow);
  if (found === undefined) {
    throw new Error(`The client reports no run of ${flow}`);
  }
  return found;
}
