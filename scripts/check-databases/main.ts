/**
 * Checks that every row of a Prefect database loads as an entity and that a flush then sends nothing:
 *
 *     npm run check:databases -- [--rewrite] DATABASE…
 *
 * A DATABASE is an SQLite file, a plain pg_dump (`.sql`, `.sql.gz`), a folder with such files (as `*.sqlite3`, `*.db`, `*.pg.sql`,
 * `*.pg.sql.gz`), or the URL of a database. Files are copied, and dumps restored into a PostgreSQL found as for the tests; a database
 * given by its URL is opened read only. Where a `digest.json` lies beside a file, the digests must be those in it. With `--rewrite` every column of every row of the copies is written back through the entities,
 * and the stored bytes must be the same afterwards. Exit code 1 when anything is wrong.
 */
import { parseArgs } from 'node:util';
import { cleanUp } from '../../test/support/cleanup.ts';
import { checkDatabase, type Report } from './check.ts';
import { digestFile, type Target, targetsOf } from './scratch.ts';

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    options: { rewrite: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  if (positionals.length === 0) {
    throw new Error('Say which databases: npm run check:databases -- [--rewrite] DATABASE…');
  }
  const targets = (await Promise.all(positionals.map(targetsOf))).flat();
  for (const target of targets) {
    const report = await checkDatabase(target, { rewrite: values.rewrite && target.scratch });
    print(target, report);
    process.exitCode = report.faults.length > 0 ? 1 : process.exitCode;
  }
}

function print({ name, expected }: Target, { tables, sent, rewrites, faults }: Report): void {
  const line = (className: string, ...numbers: (string | number)[]): string =>
    `  ${className.padEnd(30)}${numbers.map((number) => String(number).padStart(12)).join('')}`;
  const sum = (pick: (table: Report['tables'][number]) => number): number =>
    tables.reduce((total, table) => total + pick(table), 0);
  console.log(`\n${name}`);
  console.log(line('class', 'rows', 'entities', 'statements'));
  for (const { className, rows, entities, statements } of tables) {
    console.log(line(className, rows, entities, statements));
  }
  console.log(
    line(
      'in all',
      sum(({ rows }) => rows),
      sum(({ entities }) => entities),
      sum(({ statements }) => statements),
    ),
  );
  if (expected && faults.length === 0) {
    console.log(`  the digests of ${Object.keys(expected).length} tables are those in ${digestFile}`);
  }
  console.log(`  flush: ${sent.length === 0 ? 'no statement is sent' : `${sent.length} statements are sent`}`);
  if (rewrites !== undefined) {
    console.log(
      `  all columns of all rows written back by ${rewrites} statements${faults.length === 0 ? ': the stored bytes are the same' : ''}`,
    );
  }
  console.log(faults.length === 0 ? '  ✓ nothing is wrong' : faults.map((fault) => `  ✗ ${fault}`).join('\n'));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await cleanUp();
}
