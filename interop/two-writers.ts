import { join } from 'node:path';
import { expect } from 'chai';
import { FlowRun, type JsonObject, TaskRun } from '../src/domain/index.ts';
import { makeFlowRun, makeTaskRun } from '../test/support/factories.ts';
import { Partner } from './support/partner.ts';
import { programPath } from './support/prefect.ts';
import { connectionOf } from './support/snapshot.ts';
import type { Scenario, Shared, Stage } from './support/stage.ts';

/** What one of the two processes writes to. */
interface Orders {
  readonly own_flow_run: string;
  readonly own_task_run: string;
  readonly common_flow_run: string;
  readonly count: number;
}

interface Writer {
  readonly name: string;
  readonly partner: Partner;
  readonly orders: Orders;
}

const states = { long: 500, short: 100 };

/** A Python and a Node process set states on one database at the same time: none is lost, none refused. */
export const twoWriters: Scenario = {
  letter: 'c',
  title: 'A Python and a Node process that set states at the same time',

  async play(stage) {
    const shared = await stage.migrated();
    const count = stage.short ? states.short : states.long;
    const [forPython, forNode] = await makeRuns(shared, count);
    const writers = [
      { name: 'Python', partner: pythonPartner(shared, forPython), orders: forPython },
      { name: 'Node', partner: nodePartner(shared, forNode), orders: forNode },
    ];
    await checkWork(stage, writers);
    await checkHistories(stage, shared, writers);
    await checkDatabase(stage, shared);
  },
};

/** Each process has a flow run and a task run of its own; one flow run is for both. */
async function makeRuns({ em }: Shared, count: number): Promise<[Orders, Orders]> {
  const fork = em();
  const common = makeFlowRun();
  const taskRuns = [makeTaskRun(), makeTaskRun()] as const;
  await fork.persist([common, ...taskRuns]).flush();
  const ordersFor = (taskRun: TaskRun): Orders => ({
    own_flow_run: taskRun.flowRunId ?? '',
    own_task_run: taskRun.id,
    common_flow_run: common.id,
    count,
  });
  return [ordersFor(taskRuns[0]), ordersFor(taskRuns[1])];
}

function pythonPartner({ prefect }: Shared, orders: Orders): Partner {
  return new Partner(prefect.python, [programPath('set_states.py'), JSON.stringify(orders)], {
    ...prefect.environment,
    // as in set-states.ts
    PREFECT_SERVER_DATABASE_TIMEOUT: '120',
  });
}

function nodePartner({ url }: Shared, orders: Orders): Partner {
  const program = join(import.meta.dirname, 'set-states.ts');
  return new Partner(process.execPath, ['--import', 'tsx', program, JSON.stringify(orders)], {
    PREFECT_SERVER_DATABASE_CONNECTION_URL: url,
  });
}

async function checkWork({ checks }: Stage, writers: readonly Writer[]): Promise<void> {
  await checks.check('Both processes set all their states, and none is refused', async () => {
    await Promise.all(writers.map(({ partner }) => partner.ready));
    const begin = performance.now();
    const codes = await Promise.all(writers.map(({ partner }) => partner.go()));
    const seconds = (performance.now() - begin) / 1000;
    for (const { name, partner, orders } of writers) {
      expect(partner.complaints, name).to.equal('');
      expect(partner.lines, name).to.have.length(orders.count);
    }
    expect(codes).to.deep.equal([0, 0]);
    const sum = writers.reduce((total, { orders }) => total + orders.count, 0);
    return `${sum} states, ${(sum / seconds).toFixed(0)} a second`;
  });
}

async function checkHistories({ checks }: Stage, shared: Shared, writers: readonly Writer[]): Promise<void> {
  const [python, node] = writers.map(({ partner, orders }) => ({
    ...orders,
    lines: partner.lines,
  }));
  if (python === undefined || node === undefined) {
    return;
  }

  await checks.check(
    'The histories of their own runs hold each of their states and no other, and the pointer is at the last',
    async () => {
      for (const { own_flow_run, own_task_run, lines } of [python, node]) {
        for (const run of [await loaded(shared, FlowRun, own_flow_run), await loaded(shared, TaskRun, own_task_run)]) {
          const set = statesSetOn(run.id, lines);
          expect(idsOf(run)).to.have.members(set);
          expect(run.stateId).to.equal(set.at(-1));
          expect(run.state?.id).to.equal(run.states.getItems()[0]?.id);
        }
      }
    },
  );

  await checks.check('The history of the run that both wrote to holds each state of both', async () => {
    const run = await loaded(shared, FlowRun, python.common_flow_run);
    const [byPython, byNode] = [statesSetOn(run.id, python.lines), statesSetOn(run.id, node.lines)];
    expect(idsOf(run)).to.have.members([...byPython, ...byNode]);
    expect(run.stateId).to.be.oneOf([byPython.at(-1), byNode.at(-1)]);
    expect(run.state).to.not.equal(null);
    const turns = changesOfWriter(run);
    expect(turns, 'the processes must have written in turn').to.be.greaterThan(2);
    return `${run.states.length} states, the writer changed ${turns} times`;
  });
}

async function checkDatabase({ checks, dialect }: Stage, shared: Shared): Promise<void> {
  await checks.check('Every pointer leads to a state of its own run', async () => {
    for (const kind of [FlowRun, TaskRun]) {
      const runs = await shared
        .em()
        .find<FlowRun | TaskRun, 'states'>(kind, { _state: { $ne: null } }, { populate: ['states'] });
      expect(runs).to.have.length(kind === FlowRun ? 3 : 2);
      for (const run of runs) {
        expect(idsOf(run)).to.include(run.stateId);
      }
    }
    if (dialect === 'sqlite') {
      expect(await connectionOf(shared).execute('PRAGMA foreign_key_check')).to.deep.equal([]);
      expect(await connectionOf(shared).execute('PRAGMA integrity_check')).to.deep.equal([{ integrity_check: 'ok' }]);
    }
  });
}

async function loaded({ em }: Shared, kind: typeof FlowRun | typeof TaskRun, id: string): Promise<FlowRun | TaskRun> {
  return em().findOneOrFail<FlowRun | TaskRun, 'states'>(kind, id, { populate: ['states'] });
}

function idsOf(run: FlowRun | TaskRun): string[] {
  return run.states.getItems().map(({ id }) => id);
}

function statesSetOn(run: string, lines: readonly JsonObject[]): string[] {
  return lines.filter((line) => line['run'] === run).map((line) => String(line['state']));
}

/** How often, in the order of time, a state follows one of the other process. */
function changesOfWriter(run: FlowRun | TaskRun): number {
  const writers = run.states.getItems().map(({ name }) => name.split(' ')[0]);
  return writers.filter((writer, index) => index > 0 && writer !== writers[index - 1]).length;
}
