import { builtProgram } from '../../test/support/built-program.ts';
import { runProgram } from '../../test/support/processes.ts';
import type { Blow, Outcome } from './job.ts';

/** What a command needs is a fraction of it. */
const patienceMilliseconds = 120_000;

/** What is measured of the start when the machine was busier then. */
const mostOfStart = 0.8;

/** A command of `prefect-orm` that can be struck at a random moment: it is known how long it takes. */
export class TimedCommand {
  /** How much of its time it takes to start. */
  #shareOfStart = 0;
  /** In milliseconds, as long as the machine has as much to do as at the last time. */
  #usual = 0;

  /**
   * Finds out how long it takes, and how much of that it takes to start.
   *
   * @param start the arguments of what takes no longer than it takes to start
   * @param whole runs the command undisturbed
   */
  async measure(start: readonly string[], whole: () => Promise<unknown>): Promise<void> {
    const { milliseconds } = await this.#time(start);
    await whole();
    this.#shareOfStart = Math.min(mostOfStart, milliseconds / this.#usual);
  }

  /**
   * Runs `prefect-orm` with arguments and `--json`.
   *
   * @throws where it ends in any other way than done, killed, or with an error that has a code
   */
  async run(args: readonly string[], blow?: Blow): Promise<Outcome & { readonly stdout: string }> {
    const delay = blow && this.#usual * (this.#shareOfStart + blow.share * (1 - this.#shareOfStart));
    const { code, signal, stdout, stderr, milliseconds } = await this.#time([...args, '--json'], (kill) => {
      setTimeout(() => blow?.strike(kill), delay).unref();
    });
    const moment = delay === undefined ? '' : `${delay.toFixed(0)} of about ${this.#usual.toFixed(0)} ms`;
    if (signal === 'SIGKILL' && blow && milliseconds < patienceMilliseconds) {
      return { end: 'killed', moment, stdout };
    }
    if (code === 0) {
      // machines are not always as quick
      this.#usual = milliseconds;
      return { end: 'done', moment, stdout };
    }
    const { error } = parsed(stdout) as { error?: { code: string | null; message: string } };
    if (code !== 1 || !error?.code || !stderr.includes(`[${error.code}]`)) {
      throw new Error(`It ended with ${code ?? signal}: ${stderr || stdout}`);
    }
    return { end: 'refused', moment, refusal: { code: error.code, message: error.message }, stdout };
  }

  async #time(args: readonly string[], onStart: (kill: () => void) => void = () => {}) {
    const program = await builtProgram('src/cli/main.ts');
    const begin = performance.now();
    const result = await runProgram(process.execPath, [program, ...args], {
      timeoutMilliseconds: patienceMilliseconds,
      onStart: (kill) => onStart(() => kill('SIGKILL')),
    });
    return { ...result, milliseconds: performance.now() - begin };
  }
}

function parsed(stdout: string): object {
  try {
    return JSON.parse(stdout) as object;
  } catch {
    return {};
  }
}
