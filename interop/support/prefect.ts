import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type JsonObject, parseJson } from '../../src/domain/index.ts';
import { removeAtEnd } from '../../test/support/cleanup.ts';
import { type ProcessResult, runProgram } from '../../test/support/processes.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const patienceMilliseconds = 300_000;

/** A Prefect that knows one database: its Python programs, its command line and its server use nothing of the user's own Prefect. */
export class Prefect {
  readonly python: string;
  /** PREFECT_HOME: goes at the end of the run. */
  readonly home: string;
  readonly environment: Environment;

  private constructor(python: string, home: string, environment: Environment) {
    this.python = python;
    this.home = home;
    this.environment = environment;
  }

  /**
   * @param python of the environment with Prefect
   * @param url of the database, as the tests write it
   */
  static async on(python: string, url: string): Promise<Prefect> {
    const home = await mkdtemp(join(tmpdir(), 'prefect-orm-interop-'));
    removeAtEnd(home);
    return new Prefect(python, home, {
      ...withoutUsersSettings(),
      PREFECT_HOME: home,
      PREFECT_SERVER_DATABASE_CONNECTION_URL: asyncUrl(url),
      PREFECT_SERVER_ANALYTICS_ENABLED: 'false',
      DO_NOT_TRACK: '1',
      NO_PROXY: '127.0.0.1',
      PYTHONUTF8: '1',
      // nothing is written beside the programs
      PYTHONDONTWRITEBYTECODE: '1',
    });
  }

  /**
   * Runs a program of `interop/python` to its end.
   *
   * @returns the lines that it prints, each a JSON object
   */
  async run(program: string, args: readonly string[] = [], environment: Environment = {}): Promise<JsonObject[]> {
    const { stdout } = await this.#run([programPath(program), ...args], environment);
    return stdout.split('\n').filter(Boolean).map(lineOf);
  }

  /** Runs Prefect's own command line and returns what it prints. */
  async command(args: readonly string[]): Promise<string> {
    return (await this.#run(['-m', 'prefect', ...args])).stdout;
  }

  async #run(args: readonly string[], environment: Environment = {}): Promise<ProcessResult> {
    const result = await runProgram(this.python, args, {
      env: { ...this.environment, ...environment },
      cwd: this.home,
      timeoutMilliseconds: patienceMilliseconds,
    });
    if (result.code !== 0) {
      throw new Error(
        `${args.slice(0, 2).join(' ')} ended with ${result.code ?? result.signal}:\n${result.stderr.slice(-1200)}`,
      );
    }
    return result;
  }
}

/** A program of `interop/python` by its name. */
export function programPath(program: string): string {
  return join(import.meta.dirname, '../python', program);
}

/** A line that a program printed; integers keep their digits. */
export function lineOf(line: string): JsonObject {
  return parseJson(line) as JsonObject;
}

/** An own profile, key or address of the user must not get into the checks, nor the checks to a server of the user. */
function withoutUsersSettings(): Environment {
  const names = Object.keys(process.env).filter((name) => /^(?:PREFECT|ORION|PYTHON)/.test(name));
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

function asyncUrl(url: string): string {
  return url.replace(/^sqlite:/, 'sqlite+aiosqlite:').replace(/^postgresql:/, 'postgresql+asyncpg:');
}
