import type { Database, Dialect } from '../../test/support/databases/index.ts';
import { dialectTitles, emptyDatabase, migratedDatabase } from '../../test/support/databases/index.ts';
import type { Fault, FaultContext, Round } from './fault.ts';
import { Random } from './random.ts';

export interface FaultRunOptions {
  readonly rounds: number;
  readonly seed: number;
  /** Told what goes on, a line at a time. */
  readonly print: (line: string) => void;
}

/** A fault on one dialect: counts its rounds and keeps what they came to. */
export class FaultRun implements FaultContext {
  readonly fault: Fault;
  readonly dialect: Dialect;
  readonly rounds: number;
  readonly random: Random;
  /** How often each result came. */
  readonly results = new Map<string, number>();
  /** What was not as it should be. */
  readonly failures: string[] = [];
  /** Why it could not be run, or a part of it. */
  readonly hindrances: string[] = [];
  readonly #print: (line: string) => void;
  readonly #databases: Database[] = [];
  #number = 0;

  constructor(fault: Fault, dialect: Dialect, { rounds, seed, print }: FaultRunOptions) {
    this.fault = fault;
    this.dialect = dialect;
    this.rounds = rounds;
    this.#print = print;
    // the same draws when other faults or dialects are left out
    this.random = new Random(`${seed} ${fault.title} ${dialect}`);
  }

  get passed(): number {
    return this.#number - this.failed;
  }

  get failed(): number {
    return this.failures.length;
  }

  /** Runs the fault to its end. Never throws: what is thrown counts as a failure. */
  async run(): Promise<this> {
    this.#print(`\n${this.fault.title}, on ${dialectTitles[this.dialect]}`);
    try {
      await this.fault.run(this);
    } catch (error) {
      await this.round(() => Promise.reject(error));
    }
    await Promise.all(this.#databases.map((database) => database.drop()));
    return this;
  }

  async emptyDatabase(): Promise<Database> {
    return this.#keep(await emptyDatabase(this.dialect));
  }

  async migratedDatabase(dialect = this.dialect): Promise<Database> {
    return this.#keep(await migratedDatabase(dialect));
  }

  notRun(why: string): void {
    this.hindrances.push(why);
    this.#print(`  not run: ${why}`);
  }

  async round(work: Round): Promise<boolean> {
    this.#number += 1;
    const head = String(this.#number).padStart(4);
    let note = '';
    try {
      const result = await work((text) => (note = `${text}: `));
      this.results.set(result, (this.results.get(result) ?? 0) + 1);
      this.#print(`  ✓${head}  ${note}${result}`);
      return true;
    } catch (error) {
      const failure = note + reason(error);
      this.failures.push(failure);
      this.#print(`  ✗${head}  ${failure.replaceAll('\n', '\n        ')}`);
      return false;
    }
  }

  #keep(database: Database): Database {
    this.#databases.push(database);
    return database;
  }
}

/** What went wrong, and where in this folder. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const place = error.stack?.split('\n').find((line) => /^\s+at .*\/faults\//.test(line));
  return [error.message, place?.trim() ?? ''].join('\n').trimEnd();
}
