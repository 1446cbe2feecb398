import type { Database } from '../../test/support/databases/index.ts';
import type { FaultContext } from '../support/fault.ts';

/** Something that a process does to a database, and that may be disturbed. */
export interface Job {
  /** With its article: `a migration`. */
  readonly title: string;
  /** Makes ready what all attempts need, and finds out how long one takes. */
  prepare(context: FaultContext): Promise<PreparedJob>;
}

export interface PreparedJob {
  /** @param database an empty one; it is made ready for the job */
  attempt(database: Pick<Database, 'url'>): Promise<Attempt>;
}

/** The job on one database, by one process after the other. */
export interface Attempt {
  /** The databases that the process is connected to. URLs. */
  readonly urls: readonly string[];
  /**
   * Lets a process do what is left to do.
   *
   * @param blow strikes in the middle; without it the process is left in peace
   */
  run(blow?: Blow, as?: Access): Promise<Outcome>;
  /**
   * Looks at the database as the next process finds it.
   *
   * @returns what there is, in a few words
   * @throws where anything is half done, or what the job only reads has changed
   */
  look(): Promise<string>;
  /**
   * Lets a process do what is left to do, undisturbed.
   *
   * @throws where it does not succeed, or the database is not as it should be then
   */
  finish(as?: Access): Promise<void>;
}

/** How a process gets at the database: as another role, for instance. */
export interface Access {
  readonly url: string;
}

export interface Blow {
  /** When: a part of the time that the job usually takes, at least 0 and less than 1. */
  readonly share: number;
  strike(kill: () => void): void;
}

/** How a process has ended. */
export interface Outcome {
  readonly end: 'done' | 'killed' | 'refused';
  /** When it was struck, for people; empty where it was not. */
  readonly moment: string;
  /** What the database refused. */
  readonly refusal?: Refusal;
}

export interface Refusal {
  /** The code of the error, or the class of an exception of MikroORM. */
  readonly code: string;
  readonly message: string;
}
