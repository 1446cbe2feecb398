/**
 * Flushes one unit of work after the other until it has done what it was ordered to, or is killed.
 *
 * Arguments: the URL of the database, and {@link Orders} as JSON. Prints a {@link Message} a line.
 */
import type { EntityManager, MikroORM } from '@mikro-orm/core';
import { configurationFor, openOrm } from '../../test/support/orm.ts';
import { StatementRecorder } from '../../test/support/statements.ts';
import { addUnit, messagesOf, type StandingRuns } from './unit-of-work.ts';

export interface Orders {
  readonly standing: StandingRuns;
  /** The number of the first unit. */
  readonly first: number;
  readonly units: number;
  /** How many states a unit sets of each run. */
  readonly states: number;
  /** Kills itself once that many statements of a flush have been sent. Default: never. */
  readonly statements?: number;
}

export type Message =
  /** The unit is about to be flushed. */
  | { readonly begin: number }
  /** Its transaction has begun. */
  | { readonly open: number }
  | Refusal
  /** It is committed. The time is that of the transaction. */
  | { readonly end: number; readonly milliseconds: number; readonly statements: readonly string[] };

/** The unit could not be flushed, or the database not be opened for it. */
export interface Refusal {
  readonly refused: number;
  /** Of the error. */
  readonly name: string;
  readonly code: string | null;
  readonly message: string;
}

type DriverError = Error & { readonly code?: string };

/** Has a say at each statement. */
class Watch extends StatementRecorder {
  onStatement: () => void = () => {};

  override note(statement: string): void {
    super.note(statement);
    this.onStatement();
  }
}

function say(message: Message): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

const [url, orders] = [process.argv[2] ?? '', JSON.parse(process.argv[3] ?? '') as Orders];
const watch = new Watch();

async function flush(em: EntityManager, unit: number): Promise<void> {
  let [sent, opened] = [0, 0];
  watch.onStatement = () => {
    sent += 1;
    if (sent === 1) {
      opened = performance.now();
      say({ open: unit });
    }
    if (sent === orders.statements) {
      process.kill(process.pid, 'SIGKILL');
    }
  };
  say({ begin: unit });
  const statements = await watch.during(() => em.flush());
  say({ end: unit, milliseconds: performance.now() - opened, statements });
  watch.onStatement = () => {};
}

const orm = await openOrRefuse();
for (let unit = orders.first; orm !== undefined && unit < orders.first + orders.units; unit += 1) {
  try {
    const em = orm.em.fork();
    await addUnit(em, orders.standing, unit, messagesOf(unit, orders.states));
    await flush(em, unit);
  } catch (error) {
    refuse(unit, error as DriverError);
  }
}
await orm?.close();

async function openOrRefuse(): Promise<MikroORM | undefined> {
  try {
    return await openOrm(configurationFor(url), watch);
  } catch (error) {
    refuse(orders.first, error as DriverError);
    return undefined;
  }
}

/** The next unit is tried all the same: an application goes on, too. */
function refuse(unit: number, { constructor: { name }, code, message }: DriverError): void {
  watch.onStatement = () => {};
  say({ refused: unit, name, code: code ?? null, message });
}
