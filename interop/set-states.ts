/**
 * Sets states, one transaction each, beside another process that does the same: the counterpart of `python/set_states.py`.
 *
 * The environment names the database. The only argument is a JSON object: `own_flow_run`, `own_task_run` and `common_flow_run` are ids,
 * `count` says how many states. Prints `ready`, waits for a line on standard input, and prints each state once it is committed.
 */
import { once } from 'node:events';
import { type EntityManager, LockMode } from '@mikro-orm/core';
import { FlowRun, FlowRunState, TaskRun, TaskRunState } from '../src/domain/index.ts';
import { closeAllOrms, configurationFor, forkFor } from '../src/orm-config/index.ts';

interface Orders {
  readonly own_flow_run: string;
  readonly own_task_run: string;
  readonly common_flow_run: string;
  readonly count: number;
}

type Setting = (em: EntityManager, id: string, number: number) => Promise<string>;

const patienceSeconds = 120;
const types = ['PENDING', 'RUNNING'] as const;

async function setOnOwnFlowRun(em: EntityManager, id: string, number: number): Promise<string> {
  const run = await em.findOneOrFail(FlowRun, id);
  const state = new FlowRunState(valuesOf(number));
  run.setState(state);
  await em.flush();
  return state.id;
}

async function setOnOwnTaskRun(em: EntityManager, id: string, number: number): Promise<string> {
  const run = await em.findOneOrFail(TaskRun, id);
  const state = new TaskRunState(valuesOf(number));
  run.setState(state);
  await em.flush();
  return state.id;
}

/** As Prefect's server does: the row is locked, and a moment that the other process has taken is not taken again. */
async function setOnCommonRun(em: EntityManager, id: string, number: number): Promise<string> {
  return em.transactional(async (locked) => {
    const run = await locked.findOneOrFail(FlowRun, id, { lockMode: LockMode.PESSIMISTIC_WRITE });
    const state = new FlowRunState(valuesOf(number));
    while ((await locked.count(FlowRunState, { flowRun: id, timestamp: state.timestamp })) > 0) {
      state.timestamp = state.timestamp.add({ microseconds: 1 });
    }
    run.setState(state);
    return state.id;
  });
}

function valuesOf(number: number) {
  return { type: types[number % 2] ?? 'RUNNING', name: `node ${number}` } as const;
}

function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

async function main(orders: Orders): Promise<void> {
  // a machine that is short of time must not look like a refusal
  const configuration = configurationFor(undefined, { timeout: patienceSeconds });
  const turns: readonly (readonly [string, Setting])[] = [
    [orders.own_flow_run, setOnOwnFlowRun],
    [orders.common_flow_run, setOnCommonRun],
    [orders.own_task_run, setOnOwnTaskRun],
    [orders.common_flow_run, setOnCommonRun],
  ];
  await forkFor(configuration);
  say({ ready: true });
  await once(process.stdin, 'data');
  for (let number = 0; number < orders.count; number += 1) {
    const [run, setState] = turns[number % turns.length]!;
    say({ run, state: await setState(await forkFor(configuration), run, number) });
  }
  await closeAllOrms();
}

await main(JSON.parse(process.argv[2] ?? '') as Orders);
