/**
 * Plays Prefect and this package on one database, on both dialects:
 *
 *     npm run interop -- [--short] [--dialect sqlite|postgresql] [--only LETTERS] [--venv FOLDER]
 *
 * Python and Prefect come from a virtual environment that is made once, in the user's cache, or that `--venv` or PREFECT_VENV names.
 * PostgreSQL is found as for the tests. The last line counts the checks; exit code 1 when one has failed, 2 for what makes no sense.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cleanUp } from '../test/support/cleanup.ts';
import { type Dialect, dialects, dialectTitles } from '../test/support/databases/index.ts';
import { clientFlows } from './client-flows.ts';
import { keptBytes } from './kept-bytes.ts';
import { sharedSecrets } from './shared-secrets.ts';
import { Checks } from './support/checks.ts';
import { prefectPython } from './support/environment.ts';
import { type Counts, sideBySide } from './support/side-by-side.ts';
import { type Scenario, Stage } from './support/stage.ts';
import { twoWriters } from './two-writers.ts';
import { untouchedSchema } from './untouched-schema.ts';
import { writtenHere } from './written-here.ts';

const scenarios: readonly Scenario[] = [
  clientFlows,
  writtenHere,
  twoWriters,
  sharedSecrets,
  untouchedSchema,
  keptBytes,
];

interface Wishes {
  readonly short: boolean;
  readonly dialects: readonly Dialect[];
  readonly scenarios: readonly Scenario[];
  readonly venv: string | undefined;
}

/** @throws where the command line makes no sense */
function wishes(): Wishes {
  const { values } = parseArgs({
    options: {
      short: { type: 'boolean', default: false },
      dialect: { type: 'string' },
      only: { type: 'string' },
      venv: { type: 'string' },
    },
  });
  const { short, dialect, only, venv = process.env['PREFECT_VENV'] || undefined } = values;
  const wanted = {
    short,
    venv,
    dialects: dialects.filter((each) => dialect === undefined || each === dialect),
    scenarios: scenarios.filter(({ letter }) => only === undefined || only.includes(letter)),
  };
  if (wanted.dialects.length === 0 || wanted.scenarios.length === 0) {
    const letters = scenarios.map(({ letter }) => letter).join('');
    throw new Error(`--dialect is one of ${dialects.join(', ')}; --only is one or more of the letters ${letters}`);
  }
  return wanted;
}

async function playOn(dialect: Dialect, wanted: Wishes, python: string): Promise<Counts> {
  const checks = new Checks();
  const stage = new Stage(dialect, checks, python, wanted);
  for (const { letter, title, play } of wanted.scenarios) {
    checks.begin(letter, `(${letter}) ${title}, on ${dialectTitles[dialect]}`);
    try {
      await play(stage);
    } catch (error) {
      await checks.check('The scenario comes to its end', () => Promise.reject(error));
    }
  }
  await stage.clear();
  return checks;
}

/** The dialects have nothing in common but the machine: they are played at the same time. */
async function playOnAll({ dialects: wanted }: Wishes, python: string): Promise<Counts> {
  // the last one of an option counts
  const args = [...process.argv.slice(2), '--venv', join(python, '../..'), '--dialect'];
  return sideBySide(
    import.meta.filename,
    wanted.map((dialect) => [...args, dialect]),
  );
}

async function main(): Promise<number> {
  let wanted: Wishes;
  let python: string;
  try {
    wanted = wishes();
    python = await prefectPython(wanted.venv);
  } catch (error) {
    console.error((error as Error).message);
    return 2;
  }
  const begin = performance.now();
  const [only, ...others] = wanted.dialects;
  const { passed, failed } = await (only && others.length === 0
    ? playOn(only, wanted, python)
    : playOnAll(wanted, python));
  if (process.connected) {
    process.send?.({ passed, failed } satisfies Counts);
    process.disconnect?.();
  } else {
    console.log(`\n${((performance.now() - begin) / 1000).toFixed(0)} s`);
    console.log(`${passed} passed, ${failed} failed`);
  }
  return failed > 0 || passed === 0 ? 1 : 0;
}

// the moments and the zone of the machine must not matter
process.env['TZ'] = 'America/St_Johns';

try {
  process.exitCode = await main();
} finally {
  await cleanUp();
}
