import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const main = join(import.meta.dirname, '../../src/cli/main.ts');
const tsx = createRequire(import.meta.url).resolve('tsx');

/** What a finished command has said. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the command line in a folder, as a process of its own with pipes. */
export function start(cwd: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  return spawn(process.execPath, ['--import', tsx, main, ...args], {
    cwd,
    env: { ...process.env, DEBUG: '', FORCE_COLOR: undefined },
    ...options,
  });
}

/** Runs the command line to its end. */
export async function run(cwd: string, args: readonly string[], options: SpawnOptions = {}): Promise<Outcome> {
  const child = start(cwd, args, options);
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** A folder of the suite's own, which goes with it. */
export function temporaryFolder(): () => string {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'prefect-orm-cli-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));
  return () => folder;
}
