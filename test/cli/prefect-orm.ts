import { type ChildProcess, spawn, type SpawnOptions, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtProgram } from '../support/built-program.ts';

// as it is built, since most tests here are the starts of processes
let main = '';

/** What a finished command has said. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the command line in a folder, as a process of its own with pipes. */
export function start(cwd: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  return spawn(process.execPath, [main, ...args], {
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

/** Runs the command line to its end while this process stands still. */
export function runStandingStill(cwd: string, args: readonly string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    cwd,
    env: { ...process.env, DEBUG: '', FORCE_COLOR: undefined },
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

/** A folder of the suite's own, which goes with it. */
export function temporaryFolder(): () => string {
  let folder = '';
  before(async () => {
    main = await builtProgram('src/cli/main.ts');
    folder = await mkdtemp(join(tmpdir(), 'prefect-orm-cli-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));
  return () => folder;
}
