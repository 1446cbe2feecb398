import Table from 'cli-table3';
import { dialectTitles } from '../../test/support/databases/index.ts';
import type { FaultRun } from './fault-run.ts';

/**
 * Prints a row for each of them and dialect, how long it took, and last the counts.
 *
 * @param kind what they are
 * @param begin when it began, in milliseconds of `performance.now()`
 * @returns the exit code: 1 when one has failed, or nothing was done
 */
export function conclude(kind: string, runs: readonly FaultRun[], begin: number): number {
  printTable(kind, runs);
  const [passed, failed] = [sum(runs.map((run) => run.passed)), sum(runs.map((run) => run.failed))];
  console.log(`${((performance.now() - begin) / 1000).toFixed(0)} s`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function printTable(kind: string, runs: readonly FaultRun[]): void {
  const table = new Table({
    head: [kind, 'dialect', 'rounds', 'failed', 'what it came to'],
    colAligns: ['left', 'left', 'right', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  });
  for (const { fault, dialect, passed, failed, results, hindrances } of runs) {
    const counts = [...results].map(([result, count]) => `${count} × ${result}`);
    const what = [...counts, ...hindrances.map((reason) => `not run: ${reason}`)];
    table.push([fault.title, dialectTitles[dialect], passed + failed, failed, what.join('\n')]);
  }
  console.log(`\n${table.toString()}`);
}
