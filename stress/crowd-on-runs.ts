import { expect } from 'chai';
import type { Fault, FaultContext } from '../faults/support/fault.ts';
import { FlowRun, type TaskRun } from '../src/index.ts';
import { dialects } from '../test/support/databases/index.ts';
import { configurationFor } from '../test/support/orm.ts';
import { runCrowd } from './crowd.ts';
import { checkBooks, checkWhole, historyOf } from './histories.ts';
import type { Member, Target } from './members/member.ts';
import { loadPolled, loadTargets, makeWorld } from './world.ts';

const processes = 4;
const clientsEach = 4;

/** Clients that set states of a number of runs, one by one, beside bulk transitions and pollers. The rounds are the states of a client. */
export function crowdOn(count: number): Fault {
  return {
    title: `${processes * clientsEach} clients on ${count === 1 ? 'one run' : `${count} runs`}`,
    dialects,
    run: (context) => runOn(count, context),
  };
}

async function runOn(count: number, context: FaultContext): Promise<void> {
  const { url } = await context.migratedDatabase();
  const orm = await configurationFor(url).init();
  try {
    const { targets } = await makeWorld(orm.em.fork(), count);
    const clients = clientsOf(targets, context.rounds);
    let states: ReadonlyMap<string, number> = new Map();
    const isDone = await context.round(async (tell) => {
      const begin = performance.now();
      states = await runCrowd(url, crewsOf(clients, targets));
      tell(`${sumOf(states.values())} states in ${((performance.now() - begin) / 1000).toFixed(1)} s`);
      expect(Math.min(...states.values()), 'states of the one that set the fewest').to.be.greaterThan(0);
      return 'nobody is refused, locked out or in a deadlock';
    });
    if (!isDone) {
      return;
    }
    const runs = await loadTargets(orm.em.fork(), targets);
    await context.round(async () => {
      runs.forEach((run) => checkWhole(run, numbersOf(run.id, clients, targets, states)));
      return 'each history holds all states, in order';
    });
    await context.round(async () => {
      runs.forEach(checkBooks);
      return 'each run is at its last state, and its books agree';
    });
    await context.round(async () => {
      runs.forEach(checkParent);
      return 'each parent task run has a copy of every state';
    });
    const polled = await loadPolled(orm.em.fork());
    await context.round(async (tell) => {
      tell(`${sumOf([...states].filter(([name]) => name.startsWith('poller')).map(([, each]) => each))} taken`);
      polled.forEach(checkTurns);
      polled.forEach(checkBooks);
      checkTaken(polled, states);
      return 'no run is held by two pollers';
    });
  } finally {
    await orm.close();
  }
}

type Client = Extract<Member, { role: 'client' }>;

/** Each begins with another target. */
function clientsOf(targets: readonly Target[], states: number): Client[] {
  return Array.from({ length: processes * clientsEach }, (_, index) => {
    const first = index % targets.length;
    return {
      role: 'client',
      name: `client ${index}`,
      targets: [...targets.slice(first), ...targets.slice(0, first)],
      states,
    };
  });
}

function crewsOf(clients: readonly Client[], targets: readonly Target[]): Member[][] {
  const crews: Member[][] = Array.from({ length: processes }, (_, index) =>
    clients.slice(index * clientsEach, (index + 1) * clientsEach),
  );
  return [
    ...crews,
    [
      { role: 'poller', name: 'poller 0' },
      { role: 'bulk', name: 'bulk 0', targets },
      { role: 'scheduler', name: 'scheduler' },
    ],
    [
      { role: 'poller', name: 'poller 1' },
      { role: 'bulk', name: 'bulk 1', targets },
    ],
  ];
}

/** The numbers of the states that each member has set of a run. */
function numbersOf(
  id: string,
  clients: readonly Client[],
  targets: readonly Target[],
  states: ReadonlyMap<string, number>,
): Map<string, number[]> {
  const numbers = new Map<string, number[]>();
  for (const { name, targets: own, states: count } of clients) {
    numbers.set(
      name,
      [...Array(count).keys()].filter((number) => own[number % own.length]?.id === id),
    );
  }
  for (const name of ['bulk 0', 'bulk 1']) {
    numbers.set(name, [...Array((states.get(name) ?? 0) / targets.length).keys()]);
  }
  return numbers;
}

/** The task run that stands for a sub-flow goes through the same life. */
function checkParent(run: FlowRun | TaskRun): void {
  const parent = run instanceof FlowRun && run.parentTaskRun?.unwrap();
  if (parent) {
    const copies = historyOf(parent).map(({ name, message }) => `${name} ${message}`);
    expect(copies.join('\n')).to.equal(
      historyOf(run)
        .map(({ name, message }) => `${name} ${message}`)
        .join('\n'),
    );
    checkBooks(parent);
  }
}

/** Who holds a run has it alone: it is taken and scheduled by turns. */
function checkTurns(run: FlowRun): void {
  const types = historyOf(run).map(({ type }) => type);
  expect(types, `run ${run.id}`).to.deep.equal(types.map((_, index) => (index % 2 === 0 ? 'SCHEDULED' : 'PENDING')));
}

/** What pollers say that they took is what the histories say. */
function checkTaken(polled: readonly FlowRun[], states: ReadonlyMap<string, number>): void {
  for (const poller of ['poller 0', 'poller 1']) {
    const taken = polled.flatMap(historyOf).filter(({ name }) => name === poller);
    expect(taken.length, poller).to.equal(states.get(poller));
  }
}

function sumOf(numbers: Iterable<number>): number {
  return [...numbers].reduce((sum, each) => sum + each, 0);
}
