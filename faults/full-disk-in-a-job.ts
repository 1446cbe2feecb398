import { expect } from 'chai';
import { dialects } from '../test/support/databases/index.ts';
import type { Attempt, Job, Outcome, PreparedJob } from './jobs/job.ts';
import { type PlaceOnDisk, placeOnDisk } from './places/index.ts';
import type { SmallDisk } from './places/small-disk.ts';
import type { Fault } from './support/fault.ts';

/** Each round is long, and differs from others only in where the room ends. */
const shareOfRounds = 1 / 5;

/** A database takes room in pieces, and not always as many of them. */
const scarce = 0.8;

/** The disk has less room than a job needs; the next process has enough. */
export function fullDiskIn(job: Job): Fault {
  return {
    title: `a disk that is full in the middle of ${job.title}`,
    dialects,

    async run(context) {
      const place = await placeOnDisk(context);
      if (!place) {
        return;
      }
      const { disk } = place;
      const prepared = await job.prepare(context);
      const needed = await roomFor(prepared, place);
      for (let round = 0; round < context.rounds * shareOfRounds; round += 1) {
        await context.round(async (tell) => {
          const database = await place.emptyDatabase();
          const attempt = await prepared.attempt(database);
          const left = Math.floor(context.random.next() * scarce * needed);
          tell(`${kibibytes(left)} left of ${kibibytes(needed)}`);
          const { refusal } = await runWith(left, disk, attempt);
          expect(refusal?.code, refusal?.message).to.equal('DISK_FULL');
          const rest = await attempt.look();
          await attempt.finish();
          await database.drop();
          return rest;
        });
      }
    },
  };
}

async function runWith(bytes: number, disk: SmallDisk, attempt: Attempt): Promise<Outcome> {
  await disk.leave(bytes);
  try {
    return await attempt.run();
  } finally {
    await disk.makeRoom();
  }
}

/** How many bytes the job takes, on an empty disk. */
async function roomFor(job: PreparedJob, place: PlaceOnDisk): Promise<number> {
  const database = await place.emptyDatabase();
  const attempt = await job.attempt(database);
  const before = await place.disk.free();
  await attempt.finish();
  const room = before - (await place.disk.free());
  await database.drop();
  return room;
}

function kibibytes(bytes: number): string {
  return `${Math.round(bytes / 1024)} KiB`;
}
