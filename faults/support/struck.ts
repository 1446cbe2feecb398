import type { Attempt, Outcome, PreparedJob } from '../jobs/job.ts';
import type { Place } from './fault.ts';
import type { Random } from './random.ts';

/** How often a process may slip through, because it has done its work before it is struck. */
const attempts = 10;

export interface Striking {
  readonly job: PreparedJob;
  readonly place: Place;
  readonly random: Random;
  strike(attempt: Attempt, kill: () => void): void;
}

/** An attempt that was struck in the middle of its work. */
export interface Struck {
  readonly attempt: Attempt;
  readonly outcome: Outcome;
  /** Removes its database. */
  drop(): Promise<void>;
}

/**
 * Strikes a process at a random moment of its work, and another one where it slips through.
 *
 * @throws where all of them slip through
 */
export async function strikeOnce({ job, place, random, strike }: Striking): Promise<Struck> {
  for (let count = 0; count < attempts; count += 1) {
    const database = await place.emptyDatabase();
    const attempt = await job.attempt(database);
    const outcome = await attempt.run({ share: random.next(), strike: (kill) => strike(attempt, kill) });
    if (outcome.end !== 'done') {
      return { attempt, outcome, drop: () => database.drop() };
    }
    await database.drop();
  }
  throw new Error(`No process was hit while it worked, ${attempts} times in a row.`);
}
