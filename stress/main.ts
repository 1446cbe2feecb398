/**
 * Lets many clients set states at the same time, one by one and in bulk, while others poll, and looks whether all of it is there:
 *
 *     npm run stress -- [--short] [--dialect sqlite|postgresql]
 *
 * PostgreSQL is found as for the tests. The last line counts what was looked at; exit code 1 when something has failed, 2 for what makes no
 * sense.
 */
import { parseArgs } from 'node:util';
import { FaultRun } from '../faults/support/fault-run.ts';
import { conclude } from '../faults/support/conclusion.ts';
import { cleanUp } from '../test/support/cleanup.ts';
import { type Dialect, dialects } from '../test/support/databases/index.ts';
import { crowdOn } from './crowd-on-runs.ts';

const crowds = [crowdOn(1), crowdOn(16)];

const usage = `Usage: npm run stress -- [--short] [--dialect sqlite|postgresql]

--short   25 states of each client, not 200`;

interface Wishes {
  /** How many each client sets. */
  readonly states: number;
  readonly dialects: readonly Dialect[];
}

/** @throws where the command line makes no sense */
function wishes(): Wishes {
  const { values } = parseArgs({ options: { short: { type: 'boolean' }, dialect: { type: 'string' } } });
  const wanted = dialects.filter((dialect) => values.dialect === undefined || dialect === values.dialect);
  if (wanted.length === 0) {
    throw new Error(`--dialect is one of ${dialects.join(', ')}.`);
  }
  return { states: values.short ? 25 : 200, dialects: wanted };
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
  const runs: FaultRun[] = [];
  for (const dialect of wanted.dialects) {
    for (const crowd of crowds) {
      runs.push(await new FaultRun(crowd, dialect, { rounds: wanted.states, seed: 1, print: console.log }).run());
    }
  }
  return conclude('crowd', runs, begin);
}

// the zone of the machine must not matter
process.env['TZ'] = 'America/St_Johns';

try {
  process.exitCode = await main();
} finally {
  await cleanUp();
}
