import { writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import { type Database, pathOf } from '../test/support/databases/index.ts';
import type { Attempt, Job, Outcome, PreparedJob } from './jobs/job.ts';
import type { ReasonToRefuse, Refusing } from './refusals/refusal.ts';
import type { Fault, Place } from './support/fault.ts';
import { isThere } from './support/is-there.ts';

/** The database may not be written: that is said, and nothing is changed; once it may, the next process does its job. */
export function refusedIn(job: Job, reason: ReasonToRefuse): Fault {
  return {
    title: `${reason.title}, met by ${job.title}`,
    dialects: [reason.dialect],

    async run(context) {
      const place = await reason.place(context);
      if (!place) {
        return;
      }
      const prepared = await job.prepare(context);
      const database = await place.emptyDatabase();
      await context.round(() => refuseOnce(reason, place, prepared, database));
      if (reason.dialect === 'sqlite') {
        const file = await place.emptyDatabase();
        await writeFile(pathOf(file), '');
        await context.round(() => refuseOnce(reason, place, prepared, file));
      }
    },
  };
}

async function refuseOnce(reason: ReasonToRefuse, place: Place, job: PreparedJob, database: Database): Promise<string> {
  const attempt = await job.attempt(database);
  const wasThere = isThere(database.url);
  const refusing = await reason.refuse(database, place);
  const { refusal } = await runUntilRefused(attempt, refusing);
  expect(isThere(database.url)).to.equal(wasThere);
  expect(refusal?.code, refusal?.message).to.be.oneOf(reason.told);
  const rest = await attempt.look();
  expect(rest).to.be.oneOf(['no file', 'no table', 'nothing of the unit']);
  await attempt.finish(refusing.access);
  await database.drop();
  await refusing.forget?.();
  return `${refusal!.code}, ${rest}`;
}

async function runUntilRefused(attempt: Attempt, { access, allow }: Refusing): Promise<Outcome> {
  try {
    return await attempt.run(undefined, access);
  } finally {
    await allow();
  }
}
