/**
 * Lets happen what no one hopes for, and looks whether the databases are whole afterwards:
 *
 *     npm run faults -- [--rounds N] [--dialect sqlite|postgresql] [--seed N]
 *
 * PostgreSQL is found as for the tests. The last line counts the rounds; exit code 1 when one has failed, 2 for what makes no sense.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { cleanUp } from '../test/support/cleanup.ts';
import { type Dialect, dialects } from '../test/support/databases/index.ts';
import { killedAtAStatement } from './killed-at-a-statement.ts';
import { killedInAFlush } from './killed-in-a-flush.ts';
import type { Fault } from './support/fault.ts';
import { FaultRun } from './support/fault-run.ts';
import { printTable } from './support/table.ts';

const faults: readonly Fault[] = [killedInAFlush, killedAtAStatement];

const usage = `Usage: npm run faults -- [--rounds N] [--dialect sqlite|postgresql] [--seed N]

--rounds N   how often each fault happens on each dialect; 25 by default
--seed N     draws what another run has drawn, which printed its seed`;

interface Wishes {
  readonly rounds: number;
  readonly seed: number;
  readonly dialects: readonly Dialect[];
}

/** @throws where the command line makes no sense */
function wishes(): Wishes {
  const { values } = parseArgs({
    options: { rounds: { type: 'string' }, dialect: { type: 'string' }, seed: { type: 'string' } },
  });
  const { rounds = '25', dialect, seed = String(randomInt(1_000_000)) } = values;
  const wanted = dialects.filter((each) => dialect === undefined || each === dialect);
  if (!/^[1-9]\d{0,3}$/.test(rounds) || !/^\d{1,9}$/.test(seed) || wanted.length === 0) {
    throw new Error(`--rounds and --seed are whole numbers; --dialect is one of ${dialects.join(', ')}.`);
  }
  return { rounds: Number(rounds), seed: Number(seed), dialects: wanted };
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
  for (const fault of faults) {
    for (const dialect of fault.dialects.filter((each) => wanted.dialects.includes(each))) {
      runs.push(await new FaultRun(fault, dialect, { ...wanted, print: console.log }).run());
    }
  }
  printTable(runs);
  const [passed, failed] = [sum(runs.map((run) => run.passed)), sum(runs.map((run) => run.failed))];
  console.log(`${((performance.now() - begin) / 1000).toFixed(0)} s`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

// the zone of the machine must not matter
process.env['TZ'] = 'America/St_Johns';

try {
  process.exitCode = await main();
} finally {
  await cleanUp();
}
