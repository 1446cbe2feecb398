import { expect } from 'chai';
import { dialects } from '../test/support/databases/index.ts';
import type { Job } from './jobs/job.ts';
import type { Fault } from './support/fault.ts';
import { strikeOnce } from './support/struck.ts';

/** How often the process that goes on is killed as well. */
const shareOfTwice = 0.25;

/** A process is killed by another, at a moment of its job that nobody chose; the next one finishes it. */
export function killedIn(job: Job): Fault {
  return {
    title: `kill -9 at a random moment of ${job.title}`,
    dialects,

    async run(context) {
      const { random } = context;
      const prepared = await job.prepare(context);
      for (let round = 0; round < context.rounds; round += 1) {
        await context.round(async (tell) => {
          const { attempt, outcome, drop } = await strikeOnce({
            job: prepared,
            place: context,
            random,
            strike: (_, kill) => kill(),
          });
          tell(outcome.moment);
          expect(outcome.end).to.equal('killed');
          const rest = await attempt.look();
          if (random.next() < shareOfTwice) {
            await attempt.run({ share: random.next(), strike: (kill) => kill() });
            await attempt.look();
          }
          await attempt.finish();
          await drop();
          return rest;
        });
      }
    },
  };
}
