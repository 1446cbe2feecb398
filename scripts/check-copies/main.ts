/**
 * Copies Prefect databases into new ones, on both kinds, and compares digests:
 *
 *     npm run check:copies -- DATABASE…
 *
 * A DATABASE is what `check:databases` takes: an SQLite file, a plain pg_dump, a folder with such files, or a URL, which is only read. The
 * digests of a copy must be those of its source, read again over connections of their own: every byte between two databases of a kind,
 * what the rows say across. Exit code 1 when any differs.
 */
import { cleanUp } from '../../test/support/cleanup.ts';
import { dialects, dialectTitles } from '../../test/support/databases/index.ts';
import { targetsOf } from '../check-databases/scratch.ts';
import { checkCopy } from './check.ts';

async function main(databases: readonly string[]): Promise<void> {
  if (databases.length === 0) {
    throw new Error('Say which databases: npm run check:copies -- DATABASE…');
  }
  const sources = (await Promise.all(databases.map(targetsOf))).flat();
  for (const { name, url } of sources) {
    for (const to of dialects) {
      const { kind, rows, seconds, faults } = await checkCopy(url, to);
      const what = `${name} to ${dialectTitles[to]}: ${rows} rows in ${seconds.toFixed(1)} s`;
      const words = faults.length === 0 ? [`✓ ${what}, the ${kind} digests are equal`] : [`✗ ${what}`, ...faults];
      console.log(words.join('\n    '));
      process.exitCode = faults.length > 0 ? 1 : process.exitCode;
    }
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await cleanUp();
}
