import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { JsonObject } from '../../src/domain/index.ts';
import { atEndOfRun } from '../../test/support/cleanup.ts';
import { lineOf } from './prefect.ts';

/** A process that prints `ready` and waits to be told to go on: several of them can begin at the same moment. */
export class Partner {
  /** What it has printed since it was ready. */
  readonly lines: JsonObject[] = [];
  /** What it has written to standard error. */
  complaints = '';
  readonly ready: Promise<void>;
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;

  constructor(program: string, args: readonly string[], env: Readonly<Record<string, string | undefined>> = {}) {
    const child = spawn(program, args, {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const ready = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<number | null>();
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = lineOf(text);
      if (line['ready'] === true) {
        ready.resolve();
      } else {
        this.lines.push(line);
      }
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.complaints += text));
    child.once('error', ended.reject);
    child.once('close', (code) => {
      ended.resolve(code);
      ready.reject(new Error(`${program} ended before it was ready:\n${this.complaints}`));
    });
    atEndOfRun(async () => void child.kill('SIGKILL'));
    this.#child = child;
    this.ready = ready.promise;
    this.#ended = ended.promise;
  }

  /**
   * Lets it go on, to its end.
   *
   * @returns its exit code; null where a signal ended it
   */
  async go(): Promise<number | null> {
    this.#child.stdin?.end('go\n');
    return this.#ended;
  }
}
