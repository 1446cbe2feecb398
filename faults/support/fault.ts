import type { Database, Dialect } from '../../test/support/databases/index.ts';
import type { Random } from './random.ts';

/** Something that may happen to a process or a database, and what has to be true afterwards. */
export interface Fault {
  readonly title: string;
  readonly dialects: readonly Dialect[];
  /** Lets it happen, as often as the context says. What is not as it should be is for the rounds to tell; what it throws, too. */
  run(context: FaultContext): Promise<void>;
}

/** Where databases are made: a test server, or a disk of its own. */
export interface Place {
  readonly dialect: Dialect;
  /** A database without a single table; an SQLite file that is not there. */
  emptyDatabase(): Promise<Database>;
}

/** What a fault is given, on one dialect. Its databases go with it. */
export interface FaultContext extends Place {
  /** How often it is to happen, at least. */
  readonly rounds: number;
  readonly random: Random;
  /** A database with the newest schema, of this dialect unless another is wanted. */
  migratedDatabase(dialect?: Dialect): Promise<Database>;
  /**
   * One time that it happens, counted and told.
   *
   * @returns whether all was as it should be
   */
  round(work: Round): Promise<boolean>;
  /** Says that the machine does not permit it, and why: that counts neither as passed nor as failed. */
  notRun(reason: string): void;
}

/**
 * What is done in a round.
 *
 * @param tell takes what is of this round only: where it was hit, for instance
 * @returns what it came to, in a few words that come again: the table counts them
 * @throws where something is not as it should be
 */
export type Round = (tell: (note: string) => void) => Promise<string>;
