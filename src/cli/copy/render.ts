import type { CopiedTableReport, CopyReport, UnrepresentableValue } from '../../services/copy/index.ts';
import { cut, fit, printable } from '../terminal/width.ts';
import type { Look } from '../overview/render.ts';
import { spelledCount } from './progress.ts';

// more would push what matters off the screen; --json has them all
const mostValues = 100;

const numberWidth = 12;

/** From where to where a copy went, and how long it took. */
export interface CopyEnds {
  /** Without a password, as the target. */
  readonly source: string;
  readonly target: string;
  readonly seconds: number;
}

/** What was copied, and what the digests say, as lines of text. */
export function renderCopy(
  { digest, tables, leftOut, differing }: CopyReport,
  { source, target, seconds }: CopyEnds,
  look: Look,
): string[] {
  const filled = tables.filter((table) => table.rows > 0 || table.source !== table.target || table.leftOut > 0);
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return [
    look.paint.title(cut(`Copied ${printable(source)}`, look.width)),
    cut(`    to ${printable(target)}`, look.width),
    '',
    look.paint.faint(lineOf('TABLE', 'ROWS', `DIGEST (${digest})`)),
    ...filled.map(renderTable),
    ...(filled.length < tables.length ? [look.paint.faint(emptyTables(tables.length - filled.length))] : []),
    '',
    ...renderLeftOut(leftOut, tables),
    ...renderRepairs(tables),
    `${spelledCount(rows)} rows in ${seconds.toFixed(1)} s, ${spelledCount(Math.round(rows / seconds))} rows/s.`,
    differing.length === 0
      ? `Verified: the ${digest} digests of source and target are equal in all ${tables.length} tables.`
      : `Not verified: the ${digest} digests differ in ${differing.length} of ${tables.length} tables.`,
  ];
}

/** Values that cannot be copied, a line each; at most a hundred. */
export function renderValues(values: readonly UnrepresentableValue[]): string[] {
  const lines = values
    .slice(0, mostValues)
    .map(({ table, id, column, reason }) => printable(`  ${table} ${id} ${column}: ${reason}`));
  const more = values.length - lines.length;
  return more > 0 ? [...lines, `  and ${spelledCount(more)} more; --json lists all of them`] : lines;
}

function renderTable({ table, rows, source, target }: CopiedTableReport): string {
  const digest = source === target ? `${source.slice(0, 16)}  equal` : 'DIFFERENT';
  return lineOf(table, spelledCount(rows), digest);
}

function lineOf(table: string, rows: string, digest: string): string {
  return `  ${fit(table, 32)}${fit(rows, numberWidth, 'right')}  ${digest}`;
}

function emptyTables(count: number): string {
  return `  ${count === 1 ? 'One more table is' : `${count} more tables are`} empty in both.`;
}

function renderLeftOut(values: readonly UnrepresentableValue[], tables: readonly CopiedTableReport[]): string[] {
  const rows = tables.reduce((sum, table) => sum + table.leftOut, 0);
  return rows === 0 ? [] : [`Left out: ${counted(rows, 'row')}, for these reasons:`, ...renderValues(values), ''];
}

function renderRepairs(tables: readonly CopiedTableReport[]): string[] {
  const repaired = tables.reduce((sum, table) => sum + table.repaired, 0);
  return repaired === 0
    ? []
    : [
        `Repaired: ${counted(repaired, 'duration')} stored as the integer 0, which Prefect cannot`,
        'read, and which the target has as a proper zero. The digests count them so.',
        '',
      ];
}

function counted(count: number, noun: string): string {
  return `${spelledCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
