import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { builtProgram } from './built-program.ts';

const root = join(import.meta.dirname, '../..');

/** How a process ended and what it wrote. */
export interface ProcessResult {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProcessOptions {
  /** Added to the environment of the tests; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: the root of the project. */
  readonly cwd?: string;
  /** Kills the process with SIGKILL after that time. Default: 60 s. */
  readonly timeoutMilliseconds?: number;
  /** Called as soon as it runs. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void) => void;
  /** Called with what it writes to stdout, as it comes: to kill it in the middle, for instance. */
  readonly onOutput?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/**
 * Runs a TypeScript file of this project, built, in a Node process of its own.
 *
 * @param script from the root of the project
 */
export async function runScript(
  script: string,
  args: readonly string[] = [],
  options: ProcessOptions = {},
): Promise<ProcessResult> {
  return runProgram(process.execPath, [await builtProgram(script), ...args], options);
}

/**
 * Runs a TypeScript file of this project in several Node processes at once.
 *
 * @param argsOf the arguments of the process with that number, from 0
 */
export async function runScripts(
  count: number,
  script: string,
  argsOf: (index: number) => readonly string[],
  options: ProcessOptions = {},
): Promise<ProcessResult[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => runScript(script, argsOf(index), options)));
}

/** Runs a program of `node_modules/.bin`, such as `mikro-orm`, on the Node of the tests. */
export async function runBin(
  name: string,
  args: readonly string[],
  options: ProcessOptions = {},
): Promise<ProcessResult> {
  return runProgram(process.execPath, [join(root, 'node_modules/.bin', name), ...args], options);
}

/** Runs any program to its end. Its standard input is empty. */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: ProcessOptions = {},
): Promise<ProcessResult> {
  const child = spawn(program, args, {
    cwd: options.cwd ?? root,
    // what it prints is read: no colours, which the variables of a CI would switch on
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: options.timeoutMilliseconds ?? 60_000,
    killSignal: 'SIGKILL',
  });
  const kill = (signal: NodeJS.Signals): void => void child.kill(signal);
  const written = { stdout: '', stderr: '' };
  child.once('spawn', () => options.onStart?.(kill));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written.stdout += text;
    options.onOutput?.(text, kill);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    written.stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, ...written }));
  });
}
