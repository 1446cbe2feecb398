import { Command } from 'commander';
import { digestDatabase } from '../../services/digest/index.ts';
import { openReadOnly } from '../databases/given.ts';
import { progressLine } from '../terminal/progress.ts';

interface DigestCommandOptions {
  readonly table?: string[];
}

const examples = `
Examples:
  prefect-orm digest ~/.prefect/prefect.db > before.json
      to be compared with a digest that is made later
  prefect-orm digest postgresql://user@localhost/prefect --table flow_run task_run
      two tables of a PostgreSQL database, the password from PGPASSWORD`;

/** `prefect-orm digest url`. */
export function digestCommand(): Command {
  return new Command('digest')
    .summary('digests of every table, by which databases are compared')
    .description(
      'Prints a JSON document (prefect-digest/1) with the number of rows and two digests of every table: "raw" tells apart what is stored, ' +
        'to the byte; "logical" is the same on SQLite and PostgreSQL for rows that say the same. The order of rows does not count. ' +
        'The database is opened read only, and seen as it is at one moment.',
    )
    .argument('<url>', 'an SQLite file, or the URL of a database in the form of Prefect or a plain one')
    .option('-t, --table <name...>', 'only these tables')
    .helpOption('-h, --help', 'print help')
    .addHelpText('after', examples)
    .action(digest);
}

async function digest(url: string, { table: tables }: DigestCommandOptions): Promise<void> {
  const { orm } = await openReadOnly(url);
  const progress = progressLine();
  try {
    const digests = await digestDatabase(orm.em, {
      tables,
      onProgress: ({ table, done, total }) => progress.show(`Digesting ${table}: ${percent(done, total)} % of all`),
    });
    process.stdout.write(`${JSON.stringify(digests, undefined, 1)}\n`);
  } finally {
    progress.clear();
    await orm.close();
  }
}

function percent(done: number, total: number): number {
  return done === total ? 100 : Math.trunc((100 * done) / total);
}
