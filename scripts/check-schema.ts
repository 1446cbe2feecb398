/**
 * Compares the schema that the migrations make with the reference's, on both databases: up, down to nothing, and up again.
 *
 *     npm run check:schema -- TOOLS REFERENCE
 *
 * TOOLS holds `extract_schema.py` and `diff_schema.py`, REFERENCE `schema.sqlite.json` and `schema.postgresql.json`. Exits 1 where
 * there is a difference.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bookkeepingTable } from '../src/migrations/database-state.ts';
import { cleanUp } from '../test/support/cleanup.ts';
import { type Dialect, dialects, emptyDatabase } from '../test/support/databases/index.ts';

const [tools, reference] = process.argv.slice(2);
if (!tools || !reference) {
  console.error(
    'Give the folder of the schema tools and the folder of the reference: npm run check:schema -- TOOLS REFERENCE',
  );
  process.exit(2);
}

const scratch = mkdtempSync(join(tmpdir(), 'prefect-orm-schema-'));
let differing = 0;
for (const dialect of dialects) {
  const { url } = await emptyDatabase(dialect);
  migrate(dialect, url, 'up');
  differing += compare(dialect, url, 'after up');
  migrate(dialect, url, 'down');
  migrate(dialect, url, 'up');
  differing += compare(dialect, url, 'after down and up');
}
rmSync(scratch, { recursive: true });
await cleanUp();
process.exit(differing === 0 ? 0 : 1);

/** Runs the command that a user would. */
function migrate(dialect: Dialect, url: string, direction: 'up' | 'down'): void {
  run('npx', ['mikro-orm', `migration:${direction}`, `--contextName=${dialect}`], {
    PREFECT_SERVER_DATABASE_CONNECTION_URL: url,
  });
}

function compare(dialect: Dialect, url: string, when: string): number {
  const actual = join(scratch, `${dialect}.json`);
  // the tool takes a path, or a URL with one slash more before an absolute one
  // the catalog prints intervals as the session says; the servers of the tests say something unusual
  run('python3', [join(tools!, 'extract_schema.py'), url.replace(/^sqlite(\+\w+)?:\/\/\//, ''), '-o', actual], {
    PGOPTIONS: '-c IntervalStyle=postgres',
  });
  const expected = join(reference!, `schema.${dialect}.json`);
  const { stdout, stderr, status } = spawnSync(
    'python3',
    [join(tools!, 'diff_schema.py'), expected, actual, '--ignore-table', bookkeepingTable],
    { encoding: 'utf8' },
  );
  console.log(`${dialect}, ${when}: ${stderr.trim()}`);
  process.stdout.write(stdout);
  return status === 0 ? 0 : 1;
}

function run(command: string, args: string[], environment: NodeJS.ProcessEnv = {}): void {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  if (status !== 0) {
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}\n${stderr}`);
  }
}
