import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { removeAtEnd } from '../../test/support/cleanup.ts';
import { type ProcessResult, runProgram } from '../../test/support/processes.ts';

const requirements = join(import.meta.dirname, '../requirements.txt');
const installMilliseconds = 900_000;

/**
 * The Python of a virtual environment with the Prefect of `requirements.txt`.
 *
 * @param given the folder of an environment that is there already; without one an environment is made once, in the user's cache
 * @throws where there is no such Python, or the environment cannot be made
 */
export async function prefectPython(given: string | undefined): Promise<string> {
  const text = await readFile(requirements, 'utf8');
  const version = /^prefect==(.+)$/m.exec(text)?.[1] ?? '';
  const folder = given ?? join(cacheFolder(), `prefect-${version}-${hashOf(text)}`);
  const found = await installedVersion(pythonOf(folder));
  if (found === version) {
    return pythonOf(folder);
  }
  if (given !== undefined) {
    throw new Error(
      `${given} holds ${found ? `Prefect ${found}` : 'no Prefect'}; give an environment with Prefect ${version}`,
    );
  }
  await make(folder, version);
  return pythonOf(folder);
}

function cacheFolder(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'prefect-orm');
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

function pythonOf(folder: string): string {
  return process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
}

/** Undefined where there is no such Python, or no Prefect in it. */
async function installedVersion(python: string): Promise<string | undefined> {
  const program = 'import importlib.metadata as m; print(m.version("prefect"))';
  const result = await runProgram(python, ['-c', program]).catch(() => undefined);
  return result?.code === 0 ? result.stdout.trim() : undefined;
}

/** Under another name until it is complete: one that was broken off is never taken for whole. */
async function make(folder: string, version: string): Promise<void> {
  console.log(`Making ${folder} with Prefect ${version}, once …`);
  await mkdir(join(folder, '..'), { recursive: true });
  const draft = await mkdtemp(`${folder}.`);
  removeAtEnd(draft);
  await makeVenv(draft);
  await install(pythonOf(draft));
  await rm(folder, { recursive: true, force: true });
  // its programs would still name the draft: only `python -m` is used
  await rename(draft, folder);
}

async function makeVenv(folder: string): Promise<void> {
  const result = await runProgram('python3', ['-m', 'venv', folder]).catch((error: NodeJS.ErrnoException) => error);
  if (result instanceof Error) {
    throw new Error('There is no python3: install Python 3.10 or newer, or give an environment with --venv', {
      cause: result,
    });
  }
  if (result.code !== 0) {
    throw new Error(`python3 cannot make a virtual environment (Debian: python3-venv):\n${lastLines(result)}`);
  }
}

async function install(python: string): Promise<void> {
  const result = await runProgram(python, ['-m', 'pip', 'install', '--quiet', '--no-input', '-r', requirements], {
    timeoutMilliseconds: installMilliseconds,
  });
  if (result.code !== 0) {
    throw new Error(
      `Prefect could not be installed. Is the package index there? Else give an environment with --venv.\n${lastLines(result)}`,
    );
  }
}

function lastLines({ stdout, stderr }: ProcessResult): string {
  return `${stdout}${stderr}`.trim().split('\n').slice(-5).join('\n');
}
