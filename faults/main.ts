/**
 * Lets happen what no one hopes for, and looks whether the databases are whole afterwards:
 *
 *     npm run faults -- [--rounds N] [--dialect sqlite|postgresql] [--seed N] [--only WORDS]
 *
 * PostgreSQL is found as for the tests. The last line counts the rounds; exit code 1 when one has failed, 2 for what makes no sense.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { cleanUp } from '../test/support/cleanup.ts';
import { type Dialect, dialects } from '../test/support/databases/index.ts';
import { disconnectedIn } from './disconnected-in-a-job.ts';
import { fullDiskIn } from './full-disk-in-a-job.ts';
import { copy, long, short } from './jobs/copy.ts';
import { flush } from './jobs/flush.ts';
import { migration } from './jobs/migration.ts';
import { killedAtAStatement } from './killed-at-a-statement.ts';
import { killedInAFlush } from './killed-in-a-flush.ts';
import { killedIn } from './killed-in-a-job.ts';
import { readOnlyDisk } from './refusals/read-only-disk.ts';
import { readOnlyServer } from './refusals/read-only-server.ts';
import { readOnlyRole } from './refusals/read-only-role.ts';
import { refusedIn } from './refused-in-a-job.ts';
import type { Fault } from './support/fault.ts';
import { FaultRun } from './support/fault-run.ts';
import { conclude } from './support/conclusion.ts';

const jobs = [migration, copy('the same kind', short), flush];

const faults: readonly Fault[] = [
  killedInAFlush,
  killedAtAStatement,
  killedIn(migration),
  killedIn(copy('the same kind', long)),
  killedIn(copy('the other kind', long)),
  ...jobs.map(disconnectedIn),
  ...jobs.map(fullDiskIn),
  ...[readOnlyDisk, readOnlyServer, readOnlyRole].flatMap((reason) => jobs.map((job) => refusedIn(job, reason))),
];

const usage = `Usage: npm run faults -- [--rounds N] [--dialect sqlite|postgresql] [--seed N] [--only WORDS]

--rounds N     how often each fault happens on each dialect; 25 by default
--seed N       draws what another run has drawn, which printed its seed
--only WORDS   those whose title holds these words`;

interface Wishes {
  readonly rounds: number;
  readonly seed: number;
  readonly dialects: readonly Dialect[];
  readonly faults: readonly Fault[];
}

/** @throws where the command line makes no sense */
function wishes(): Wishes {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string' },
      dialect: { type: 'string' },
      seed: { type: 'string' },
      only: { type: 'string' },
    },
  });
  const { rounds = '25', dialect, seed = String(randomInt(1_000_000)), only = '' } = values;
  const wanted = dialects.filter((each) => dialect === undefined || each === dialect);
  if (!/^[1-9]\d{0,3}$/.test(rounds) || !/^\d{1,9}$/.test(seed) || wanted.length === 0) {
    throw new Error(`--rounds and --seed are whole numbers; --dialect is one of ${dialects.join(', ')}.`);
  }
  const chosen = faults.filter(({ title }) => title.includes(only));
  if (chosen.length === 0) {
    throw new Error(`--only is a part of a title:\n  ${faults.map(({ title }) => title).join('\n  ')}`);
  }
  return { rounds: Number(rounds), seed: Number(seed), dialects: wanted, faults: chosen };
}

async function main(): Promise<number> {
  let wanted: Wishes;
  try {
    wanted = wishes();
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  const begin = performance.now();
  console.log(`Seed ${wanted.seed}`);
  const runs: FaultRun[] = [];
  for (const fault of wanted.faults) {
    for (const dialect of fault.dialects.filter((each) => wanted.dialects.includes(each))) {
      runs.push(await new FaultRun(fault, dialect, { ...wanted, print: console.log }).run());
    }
  }
  return conclude('fault', runs, begin);
}

// the zone of the machine must not matter
process.env['TZ'] = 'America/St_Johns';

try {
  process.exitCode = await main();
} finally {
  await cleanUp();
}
