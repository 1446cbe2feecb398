import { expect } from 'chai';
import { FlowRun, type FlowRunState, TaskRun, type TaskRunState } from '../../src/index.ts';
import { builtProgram } from '../support/built-program.ts';
import type { Dialect } from '../support/databases/index.ts';
import { describeEachDialect, type TestDatabase } from '../support/dialects.ts';
import { makeFlow, makeFlowRun, makeTaskRun } from '../support/factories.ts';
import { runProgram } from '../support/processes.ts';
import type { Client, Target } from './writer.ts';

interface Crowd {
  readonly processes: number;
  /** Each has connections of its own. */
  readonly clientsEach: number;
}

const crowds: Readonly<Record<Dialect, Crowd>> = {
  sqlite: { processes: 8, clientsEach: 1 },
  postgresql: { processes: 4, clientsEach: 4 },
};

const statesEach = 200;

describeEachDialect('Clients that set states at the same time', function (db) {
  const crowd = crowds[db.dialect];
  const count = crowd.processes * crowd.clientsEach;

  it(`${count} of them keep runs of their own whole, at the state that was set last`, async function () {
    this.timeout(180_000);
    const targets = await makeTargets(db, count);
    const clients = makeClients(count, (client) => targets[client]!);
    expect(await collisionsOf(db, crowd, clients), 'one process never makes two states of one moment').to.equal(0);
    await checkHistories(db, clients);
    for (const { name, targets: own } of clients) {
      const { state } = await load(db, own[0]!);
      expect([state?.name, state?.message]).to.deep.equal([name, `${statesEach - 1}`]);
    }
  });

  it(`${count} of them keep a flow run and a task run whole that all of them write to`, async function () {
    this.timeout(180_000);
    const targets = await makeTargets(db, 2);
    const clients = makeClients(count, (_client, number) => targets[number % 2]!);
    await collisionsOf(db, crowd, clients);
    await checkHistories(db, clients);
    for (const target of targets) {
      const writers = (await load(db, target)).states.getItems().map(({ name }) => name);
      const turns = writers.filter((writer, index) => index > 0 && writer !== writers[index - 1]).length;
      expect(turns, 'they must have written in turn, not one after the other').to.be.greaterThan(count);
    }
  });
});

/** Flow runs and task runs by turns. */
async function makeTargets(db: TestDatabase, count: number): Promise<Target[]> {
  const em = db.em();
  const flow = makeFlow();
  const runs = Array.from({ length: count }, (_, index) =>
    index % 2 === 0 ? makeFlowRun({ flow }) : makeTaskRun({ flowRun: null }),
  );
  em.persist(runs);
  await em.flush();
  return runs.map((run) => ({ kind: run instanceof FlowRun ? 'FlowRun' : 'TaskRun', id: run.id }));
}

function makeClients(count: number, targetOf: (client: number, number: number) => Target): Client[] {
  return Array.from({ length: count }, (_, client) => ({
    name: `client ${client}`,
    targets: Array.from({ length: statesEach }, (_each, number) => targetOf(client, number)),
  }));
}

/** Lets the clients do their work, all from the same moment on. Nothing may be refused but a state in the microsecond of another process. */
async function collisionsOf(db: TestDatabase, crowd: Crowd, clients: readonly Client[]): Promise<number> {
  const program = await builtProgram('test/together/writer.ts');
  const ready: ((signal: NodeJS.Signals) => void)[] = [];
  const results = await Promise.all(
    Array.from({ length: crowd.processes }, (_, index) => {
      const own = clients.slice(index * crowd.clientsEach, (index + 1) * crowd.clientsEach);
      return runProgram(process.execPath, [program, db.url, JSON.stringify(own)], {
        timeoutMilliseconds: 170_000,
        onOutput(text, signal) {
          if (text === 'ready\n' && ready.push(signal) === crowd.processes) {
            ready.forEach((begin) => begin('SIGUSR2'));
          }
        },
      });
    }),
  );
  for (const { stderr, code, signal } of results) {
    expect({ stderr, code, signal }).to.deep.equal({ stderr: '', code: 0, signal: null });
  }
  return results.reduce((sum, { stdout }) => sum + Number(stdout.split('\n')[1]), 0);
}

/** Each state is there, once, in the order in which its client set it, and the run points at the last one of a client. */
async function checkHistories(db: TestDatabase, clients: readonly Client[]): Promise<void> {
  const targets = new Map(clients.flatMap((client) => client.targets.map((target) => [target.id, target])));
  for (const target of targets.values()) {
    const run = await load(db, target);
    const oldestFirst: (FlowRunState | TaskRunState)[] = run.states.getItems().toReversed();
    const stored = Map.groupBy(oldestFirst, ({ name }) => name);
    const set = clients
      .map(
        ({ name, targets: own }) => [name, [...own.keys()].filter((number) => own[number]?.id === target.id)] as const,
      )
      .filter(([, numbers]) => numbers.length > 0);
    expect([...stored.keys()]).to.have.members(set.map(([name]) => name));
    for (const [name, numbers] of set) {
      expect(
        stored.get(name)?.map(({ message }) => Number(message)),
        name,
      ).to.deep.equal(numbers);
    }
    expect(run.stateId).to.be.oneOf([...stored.values()].map((states) => states.at(-1)?.id));
  }
}

async function load(db: TestDatabase, { kind, id }: Target): Promise<FlowRun | TaskRun> {
  const entity = { FlowRun, TaskRun }[kind] as typeof FlowRun;
  return db.em().findOneOrFail<FlowRun | TaskRun, 'states'>(entity, id, { populate: ['states'] });
}
