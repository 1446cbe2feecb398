import { expect } from 'chai';
import { makeFlowRun, makeTaskRun } from '../../test/support/factories.ts';
import { builtProgram } from '../../test/support/built-program.ts';
import type { Database } from '../../test/support/databases/index.ts';
import { configurationFor } from '../../test/support/orm.ts';
import { runProgram } from '../../test/support/processes.ts';
import type { FaultContext, Round } from '../support/fault.ts';
import { openAfterwards } from '../support/afterwards.ts';
import type { Message, Orders, Refusal } from './flusher.ts';
import { checkRuns, readRuns } from './histories.ts';
import { nameOf, type StandingRuns } from './unit-of-work.ts';

/** What a process needs is a fraction of it. */
const patienceMilliseconds = 60_000;

/** What there is of a unit whose flush was cut off. */
export type Rest = 'nothing of the unit' | 'the whole unit';

/** A flush that has come to its end. */
type Ended = Extract<Message, { end: number }>;

export interface Work {
  /** In order. */
  readonly ended: readonly Ended[];
  /** The units whose flush has not come to its end: the process was killed, or the database has refused. */
  readonly cutOff: readonly number[];
  readonly refused: readonly Refusal[];
}

export interface WorkOptions extends Pick<Orders, 'units' | 'statements'> {
  /** Called when a transaction has begun, with the flushes that have ended. */
  readonly onOpen?: (ended: readonly Ended[], kill: () => void) => void;
  /** Whether units may be refused. */
  readonly mayBeRefused?: boolean;
}

/** A database on which processes flush units of work, one process after the other. */
export class FlushedDatabase {
  readonly #url: string;
  readonly #standing: StandingRuns;
  readonly #states: number;
  /** The units that are in the database. */
  readonly #present: number[] = [];
  #next = 1;

  private constructor(url: string, standing: StandingRuns, states: number) {
    this.#url = url;
    this.#standing = standing;
    this.#states = states;
  }

  /** @param states how many a unit sets of each of its runs */
  static async make(context: FaultContext, states: number): Promise<FlushedDatabase> {
    return FlushedDatabase.of(await context.migratedDatabase(), states);
  }

  /** @param database has the newest schema, and no rows */
  static async of({ url }: Pick<Database, 'url'>, states: number): Promise<FlushedDatabase> {
    const orm = await configurationFor(url).init();
    const [flowRun, taskRun] = [makeFlowRun(), makeTaskRun({ flowRun: null })];
    await orm.em.fork().persist([flowRun, taskRun]).flush();
    await orm.close();
    return new FlushedDatabase(url, { flowRun: flowRun.id, taskRun: taskRun.id }, states);
  }

  /**
   * Lets a process flush units until it has done them or is killed.
   *
   * @param url how the process gets at the database
   * @throws where it ends in any other way
   */
  async work({ onOpen, mayBeRefused = false, ...what }: WorkOptions, url = this.#url): Promise<Work> {
    const orders: Orders = { standing: this.#standing, first: this.#next, states: this.#states, ...what };
    const ended: Ended[] = [];
    const refused: Refusal[] = [];
    const cutOff = new Set<number>();
    const hear = (message: Message, kill: () => void): void => {
      if ('begin' in message) {
        cutOff.add(message.begin);
        this.#next = message.begin + 1;
      } else if ('open' in message) {
        onOpen?.(ended, kill);
      } else if ('refused' in message) {
        refused.push(message);
      } else {
        cutOff.delete(message.end);
        ended.push(message);
      }
    };
    await runFlusher(url, orders, hear);
    if (refused.length > 0 && !mayBeRefused) {
      throw new Error(`The database has refused: ${refused[0]!.message}`);
    }
    return { ended, cutOff: [...cutOff], refused };
  }

  /**
   * Opens the database as the next process does, and looks whether it is whole.
   *
   * @returns what there is of the units that were cut off; null where none was
   * @throws where there is anything else than units as they were flushed
   */
  async check({ ended, cutOff }: Work): Promise<Rest | null> {
    const { em, close } = await openAfterwards(this.#url);
    try {
      const runs = await readRuns(em);
      const whole = cutOff.filter((unit) => runs.some(({ name }) => name === nameOf(unit)));
      this.#present.push(...ended.map(({ end }) => end), ...whole);
      await checkRuns(em, runs, this.#standing, this.#present, this.#states);
      return cutOff.length === 0 ? null : whole.length > 0 ? 'the whole unit' : 'nothing of the unit';
    } finally {
      await close();
    }
  }

  /** A round in which a process does what it has to, undisturbed. */
  readonly goOn: Round = async (tell) => {
    const units = 2;
    tell(`unit ${this.#next} and ${this.#next + 1}`);
    const work = await this.work({ units });
    expect(work.ended).to.have.length(units);
    await this.check(work);
    return 'the next process does its work';
  };
}

/** @throws where the process ends in any other way than well, or killed */
async function runFlusher(
  url: string,
  orders: Orders,
  hear: (message: Message, kill: () => void) => void,
): Promise<void> {
  const program = await builtProgram('faults/flush/flusher.ts');
  const begin = performance.now();
  let rest = '';
  const { code, signal, stderr } = await runProgram(process.execPath, [program, url, JSON.stringify(orders)], {
    timeoutMilliseconds: patienceMilliseconds,
    onOutput(text, kill) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach((line) => hear(JSON.parse(line) as Message, () => kill('SIGKILL')));
    },
  });
  if (performance.now() - begin >= patienceMilliseconds) {
    throw new Error('The process hung, and was not killed by the fault.');
  }
  if (stderr !== '' || (code !== 0 && signal !== 'SIGKILL')) {
    throw new Error(`The process ended with ${code ?? signal}: ${stderr}`);
  }
}
