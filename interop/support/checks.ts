import { setTimeout as sleep } from 'node:timers/promises';
import { differences } from '../../conformance/support/compare.ts';
import type { JsonValue } from '../../src/domain/index.ts';

const mostDifferences = 8;
const mostCharacters = 1000;

/** Numbers the checks of a run, says what came of each, and counts. */
export class Checks {
  passed = 0;
  failed = 0;
  #group = '';
  #number = 0;

  /** Begins a group of checks: their numbers start anew behind its letter. */
  begin(letter: string, title: string): void {
    this.#group = letter;
    this.#number = 0;
    console.log(`\n${title}`);
  }

  /**
   * Does one check; a failure is printed and counted, and the next check goes on.
   *
   * @param sentence what is true when it passes
   * @param work throws where it is not; may return what is worth seeing beside the sentence
   */
  async check(sentence: string, work: () => Promise<string | void>): Promise<void> {
    this.#number += 1;
    const head = `${this.#group}${this.#number}`.padEnd(4);
    const begin = performance.now();
    try {
      const note = await work();
      const seconds = ((performance.now() - begin) / 1000).toFixed(1);
      console.log(`  ✓ ${head}${sentence} (${note ? `${note}, ` : ''}${seconds} s)`);
      this.passed += 1;
    } catch (error) {
      console.log(`  ✗ ${head}${sentence}\n${indented(reason(error))}`);
      this.failed += 1;
    }
  }
}

/** Repeats `work` until it does not throw: what a server writes in the background is there a moment later. */
export async function eventually<T>(work: () => Promise<T>, patienceMilliseconds = 60_000): Promise<T> {
  const end = performance.now() + patienceMilliseconds;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > end) {
        throw error;
      }
      await sleep(200);
    }
  }
}

/** What went wrong and where in this folder; of an assertion also where its two sides differ. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const place = error.stack?.split('\n').find((line) => /^\s+at .*\/interop\//.test(line));
  const cause = error.cause === undefined ? [] : [`because ${reason(error.cause)}`];
  return [error.message, ...sides(error), ...cause, place ?? ''].join('\n').trimEnd();
}

function sides(error: Error): string[] {
  const { expected, actual } = error as { expected?: unknown; actual?: unknown };
  if (expected === undefined && actual === undefined) {
    return [];
  }
  return differences(expected as JsonValue, actual, {})
    .slice(0, mostDifferences)
    .flatMap((each) => [each.path || 'in all', `  expected ${shown(each.expected)}`, `  got      ${shown(each.got)}`]);
}

function shown(value: unknown): string {
  const text =
    JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? `${item}n` : item)) ?? 'nothing';
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '      ');
}
