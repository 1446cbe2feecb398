/**
 * Sets states as several clients of a service do, each on connections of its own, beside other processes that do the same.
 *
 * Arguments: the URL of the database, and a list of {@link Client}s as JSON. Prints `ready`, waits for SIGUSR2, and prints at the end how often a
 * state met one of another process in its microsecond.
 */
import { once } from 'node:events';
import { type EntityManager, UniqueConstraintViolationException } from '@mikro-orm/core';
import { FlowRun, FlowRunState, TaskRun, TaskRunState } from '../../src/index.ts';
import {
  type BaseORMConfiguration,
  closeAllOrms,
  configurationFor,
  forkFor,
  ormFor,
} from '../../src/orm-config/index.ts';

/** Which run a client sets a state of. */
export interface Target {
  readonly kind: 'FlowRun' | 'TaskRun';
  readonly id: string;
}

/** What one client does. */
export interface Client {
  readonly name: string;
  /** In this order; the state of the first is called `0`, of the second `1`, … */
  readonly targets: readonly Target[];
}

async function setStates(configuration: BaseORMConfiguration, { name, targets }: Client): Promise<number> {
  let collisions = 0;
  for (const [number, target] of targets.entries()) {
    while (!(await setOnce(configuration, target, name, number))) {
      collisions += 1;
    }
  }
  return collisions;
}

/** False where another process had set a state of the run in the very microsecond: that is for the caller to do again. */
async function setOnce(
  configuration: BaseORMConfiguration,
  target: Target,
  name: string,
  number: number,
): Promise<boolean> {
  const em = await forkFor(configuration);
  try {
    // as services do, in one way or the other: two of each by turns
    if (number % 4 < 2) {
      await loadAndSet(em, target, name, number);
      await em.flush();
    } else {
      await em.transactional((inside) => loadAndSet(inside, target, name, number));
    }
    return true;
  } catch (error) {
    if (error instanceof UniqueConstraintViolationException) {
      return false;
    }
    throw error;
  }
}

async function loadAndSet(em: EntityManager, { kind, id }: Target, name: string, number: number): Promise<void> {
  const values = { type: 'RUNNING', name, message: `${number}` } as const;
  if (kind === 'FlowRun') {
    (await em.findOneOrFail(FlowRun, id)).setState(new FlowRunState(values));
  } else {
    (await em.findOneOrFail(TaskRun, id)).setState(new TaskRunState(values));
  }
}

const [url, clients] = [process.argv[2] ?? '', JSON.parse(process.argv[3] ?? '') as readonly Client[]];
// one option that differs, and each client has connections that no other uses
const connected = clients.map((client) => ({
  client,
  configuration: configurationFor(url, { applicationName: client.name }),
}));
await Promise.all(connected.map(({ configuration }) => ormFor(configuration)));
const told = once(process, 'SIGUSR2');
const waiting = setInterval(() => {}, 1000);
process.stdout.write('ready\n');
await told;
clearInterval(waiting);
const collisions = await Promise.all(connected.map(({ client, configuration }) => setStates(configuration, client)));
process.stdout.write(`${collisions.reduce((sum, each) => sum + each, 0)}\n`);
await closeAllOrms();
