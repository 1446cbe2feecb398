import Table from 'cli-table3';
import { dialectTitles } from '../../test/support/databases/index.ts';
import type { FaultRun } from './fault-run.ts';

/** Prints a row for each fault and dialect. */
export function printTable(runs: readonly FaultRun[]): void {
  const table = new Table({
    head: ['fault', 'dialect', 'rounds', 'failed', 'what it came to'],
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
