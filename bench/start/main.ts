/**
 * From the start of a process to its end, with one query of a SQLite database in between: the built package beside Node alone, MikroORM
 * alone, and Prefect itself where there is one.
 *
 *     npm run build && npm run bench:start -- [--rounds 15]
 *
 * The processes take turns, so that what else the machine does meets all of them.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { migrate } from '../../src/migrations/index.ts';
import { configurationFor } from '../../src/orm-config/index.ts';
import { bundleProgram } from '../../scripts/bundle.ts';
import { type Case, floor, startCases } from './cases.ts';

const root = join(import.meta.dirname, '../..');
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  fail(`--rounds is how often each process is started, and not ${values.rounds}`);
}
if (!existsSync(join(root, 'dist/index.js'))) {
  fail('There is nothing to start: run npm run build first');
}

// within the package, where the program finds what stays outside the bundle
const bundled = join(root, 'temp/bench-start');
const folder = mkdtempSync(join(tmpdir(), 'prefect-orm-start-'));
try {
  const file = join(folder, 'prefect.db');
  await makeDatabase(file);
  await bundleProgram(root, join(import.meta.dirname, 'programs/prefect-orm.mjs'), bundled);
  const cases = startCases(file, join(folder, 'cache'), join(bundled, 'prefect-orm.js'));
  print(measure(cases));
} finally {
  rmSync(folder, { recursive: true });
  rmSync(bundled, { recursive: true, force: true });
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

async function makeDatabase(file: string): Promise<void> {
  const orm = await configurationFor(file).init({ migrations: { silent: true } });
  await migrate(orm);
  await orm.close();
}

/** The median of each case, in milliseconds. */
function measure(cases: readonly Case[]): Map<string, number> {
  const times = new Map<string, number[]>(cases.map(({ title }) => [title, []]));
  // the first round is not counted: it fills the caches
  for (let round = 0; round <= rounds; round += 1) {
    for (const one of cases) {
      const milliseconds = timeOf(one);
      if (round > 0) {
        times.get(one.title)?.push(milliseconds);
      }
    }
  }
  return new Map([...times].map(([title, all]) => [title, median(all)]));
}

function timeOf({ title, command, args, env }: Case): number {
  const begin = performance.now();
  const { status, stderr, error } = spawnSync(command, args, { env: { ...process.env, ...env }, encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`${title} failed: ${error?.message ?? stderr}`);
  }
  return performance.now() - begin;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

function print(medians: ReadonlyMap<string, number>): void {
  const base = medians.get(floor) ?? Number.NaN;
  console.log(`Start of a process to its end, one query of SQLite, median of ${rounds}\n`);
  console.log(`${'ms'.padStart(57)}${'× MikroORM'.padStart(14)}`);
  for (const [title, milliseconds] of medians) {
    console.log(
      `${title.padEnd(48)}${milliseconds.toFixed(0).padStart(9)}${(milliseconds / base).toFixed(2).padStart(14)}`,
    );
  }
}
