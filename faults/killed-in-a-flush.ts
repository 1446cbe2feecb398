import { dialects } from '../test/support/databases/index.ts';
import { FlushedDatabase, type Rest } from './flush/flushed-database.ts';
import type { Fault } from './support/fault.ts';
import type { Random } from './support/random.ts';

/** Enough for a flush to take a while. */
const statesOfARun = 50;

/** How often a process may slip through, because it has ended its flush before the signal comes. */
const attempts = 10;

/** A process is killed by another, at a moment of its transaction that nobody chose. */
export const killedInAFlush: Fault = {
  title: 'kill -9 at a random moment of a flush',
  dialects,

  async run(context) {
    let database = await FlushedDatabase.make(context, statesOfARun);
    for (let round = 0; round < context.rounds; round += 1) {
      const isWhole = await context.round((tell) => killOnce(database, context.random, tell));
      if (!isWhole) {
        database = await FlushedDatabase.make(context, statesOfARun);
      }
    }
    await context.round(database.goOn);
  },
};

async function killOnce(database: FlushedDatabase, random: Random, tell: (note: string) => void): Promise<Rest> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    // the first flushes warm up, and show how long one takes
    const before = 2 + random.below(3);
    const share = random.next();
    let moment = '';
    const work = await database.work({
      units: before + 2,
      onOpen(ended, kill) {
        if (ended.length === before) {
          const usual = Math.min(...ended.map(({ milliseconds }) => milliseconds));
          moment = `${(share * usual).toFixed(1)} of about ${usual.toFixed(1)} ms`;
          setTimeout(kill, share * usual);
        }
      },
    });
    tell(`unit ${work.cutOff.join()}, ${moment}`);
    const rest = await database.check(work);
    if (rest !== null) {
      return rest;
    }
  }
  throw new Error(`No process was hit while it flushed, ${attempts} times in a row.`);
}
