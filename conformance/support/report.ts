import Table from 'cli-table3';
import { dialectTitles } from '../../test/support/databases/index.ts';
import type { Difference } from './compare.ts';
import type { FileResult, Finding } from './run.ts';
import { quirkOn } from './vectors.ts';

/** How much is printed of what could be long. */
const limits = { failures: 25, differences: 6, characters: 400, examples: 2, ids: 12 };

/** Prints what is to be said about one file: failures, quirks by kind, what a rule took out, what was not run. */
export function printFindings(result: FileResult): void {
  const place = `${result.file}, ${dialectTitles[result.dialect]}`;
  for (const finding of result.failures.slice(0, limits.failures)) {
    printFinding(`FAILED ${place}`, finding);
  }
  if (result.failures.length > limits.failures) {
    console.log(`… and ${result.failures.length - limits.failures} more failures of ${place}\n`);
  }
  for (const [kind, quirks] of Map.groupBy(result.quirks, ({ vector }) => quirkOn(vector, result.dialect) ?? '')) {
    printQuirk(`QUIRK ${place}`, kind, quirks);
  }
  for (const [rule, vectors] of result.byRule) {
    console.log(`BY RULE ${place}: ${rule} (${ids(vectors)})\n`);
  }
  for (const [reason, cases] of Map.groupBy(result.notHandled, (each) => each.reason)) {
    const which = cases.length === result.cases ? `all ${cases.length} cases` : ids(cases.map(({ vector }) => vector));
    console.log(`NOT HANDLED ${place}: ${reason} (${which})\n`);
  }
}

/** Prints a row for each file and dialect. */
export function printTable(results: readonly FileResult[]): void {
  const table = new Table({
    head: ['file', 'dialect', 'cases', 'passed', 'by rule', 'failed', 'quirks', 'not handled'],
    colAligns: ['left', 'left', 'right', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const { file, dialect, cases, passed, byRule, failures, quirks, notHandled } of results) {
    const ruled = [...byRule.values()].flat().length;
    table.push([file, dialectTitles[dialect], cases, passed, ruled, failures.length, quirks.length, notHandled.length]);
  }
  console.log(table.toString());
}

function printQuirk(head: string, kind: string, quirks: readonly Finding[]): void {
  const different = quirks.filter(({ differences }) => differences.length > 0);
  console.log(`${head}: ${kind}: ${quirks.length} cases, ${different.length} of them different here\n`);
  for (const finding of different.slice(0, limits.examples)) {
    printFinding('  as in', finding);
  }
}

function printFinding(head: string, { vector, differences }: Finding): void {
  console.log(`${head}: ${vector.id}, ${vector.title}`);
  for (const difference of differences.slice(0, limits.differences)) {
    printDifference(difference);
  }
  if (differences.length > limits.differences) {
    console.log(`    … and ${differences.length - limits.differences} more differences`);
  }
  console.log('');
}

function printDifference({ path, expected, got }: Difference): void {
  console.log(`    ${path}\n      expected ${bounded(expected)}\n      got      ${bounded(got)}`);
}

function ids(vectors: readonly { readonly id: string }[]): string {
  const shown = vectors.slice(0, limits.ids).map(({ id }) => id);
  return vectors.length > shown.length
    ? `${shown.join(', ')} and ${vectors.length - shown.length} more`
    : shown.join(', ');
}

function bounded(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value, bigints) ?? 'nothing');
  return text.length > limits.characters ? `${text.slice(0, limits.characters)}…` : text;
}

function bigints(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}
