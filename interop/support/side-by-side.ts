import { type ChildProcess, fork } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { atEndOfRun } from '../../test/support/cleanup.ts';

/** How many checks a run has done. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Runs a program several times at once, which takes little longer than once where there is a core for each.
 *
 * What the first prints is seen at once, what the others print when those before them have ended.
 *
 * @param program sends its counts to the process that started it
 * @param args of each run
 */
export async function sideBySide(program: string, args: readonly (readonly string[])[]): Promise<Counts> {
  const runs = args.map((each, index) => start(program, each, index === 0 ? 'inherit' : 'pipe'));
  const sum = { passed: 0, failed: 0 };
  for (const { output, counts } of runs) {
    process.stdout.write(await output);
    const { passed, failed } = await counts;
    sum.passed += passed;
    sum.failed += failed;
  }
  return sum;
}

function start(program: string, args: readonly string[], stdout: 'inherit' | 'pipe') {
  const child = fork(program, args, {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', stdout, 'inherit', 'ipc'],
  });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  atEndOfRun(async () => {
    // it cleans up behind itself
    child.kill('SIGTERM');
    await closed;
  });
  return {
    output: child.stdout ? text(child.stdout) : Promise.resolve(''),
    counts: countsOf(child, closed),
  };
}

/** One that ends without counts has failed. */
async function countsOf(child: ChildProcess, closed: Promise<void>): Promise<Counts> {
  let counts: Counts = { passed: 0, failed: 1 };
  child.once('message', (message) => {
    counts = message as Counts;
  });
  await closed;
  return counts;
}
