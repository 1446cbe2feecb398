import { Command, InvalidArgumentError } from 'commander';
import { openEmbedded } from '../databases/embedded.ts';
import { openReadOnly } from '../databases/given.ts';
import { pageOf } from '../overview/page.ts';
import { paintFor } from '../terminal/paint.ts';
import { screenWidth } from '../terminal/screen.ts';

interface ShowOptions {
  readonly latest: number;
}

const examples = `
Examples:
  prefect-orm show
      the embedded database, made on the first start
  prefect-orm show ~/.prefect/prefect.db
      Prefect's own SQLite database
  prefect-orm show postgresql://user@localhost/prefect
      a PostgreSQL database, the password from PGPASSWORD
  prefect-orm show "$PREFECT_API_DATABASE_CONNECTION_URL"
      the database that a Prefect server is told to use`;

/** `prefect-orm show [url]`, which is what `npm start` runs. */
export function showCommand(): Command {
  return new Command('show')
    .summary('runs by state and the latest runs of a database')
    .description(
      'Shows runs by state and the latest runs of a Prefect database, which is opened read only. Without one, an embedded database in ' +
        './.prefect-orm is made, a recording of a real Prefect server is played into it, and that is shown.',
    )
    .argument('[url]', 'an SQLite file, or the URL of a database in the form of Prefect or a plain one')
    .option('-n, --latest <number>', 'how many of the latest runs', wholeNumber, 10)
    .helpOption('-h, --help', 'print help')
    .addHelpText('after', examples)
    .action(show);
}

async function show(url: string | undefined, { latest }: ShowOptions): Promise<void> {
  const database = await (url === undefined ? openEmbedded() : openReadOnly(url));
  try {
    process.stdout.write(await pageOf(database, { latest }, { width: screenWidth(), paint: paintFor() }));
  } finally {
    await database.orm.close();
  }
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 1000) {
    throw new InvalidArgumentError('It is a whole number from 1 to 1000.');
  }
  return number;
}
