import { Command, InvalidArgumentError } from 'commander';
import { openEmbedded } from '../databases/embedded.ts';
import { openReadOnly } from '../databases/given.ts';
import { overviewOf } from '../../services/overview/index.ts';
import { jsonOf } from '../overview/json.ts';
import { pageOf } from '../overview/page.ts';
import { paintFor } from '../terminal/paint.ts';
import { type ProgressLine, progressLine } from '../terminal/progress.ts';
import { screenWidth } from '../terminal/screen.ts';

interface ShowOptions {
  readonly latest: number;
  readonly json?: true;
  readonly anyRevision?: true;
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
      the database that a Prefect server is told to use
  prefect-orm show --json ~/.prefect/prefect.db | jq '.late_flow_runs[].name'
      for programs

JSON: database, as_of, runs_by_state, latest_flow_runs with their states, late_flow_run_count, late_flow_runs.
  The names are those of Prefect's columns. Instants are ISO 8601 in UTC, what ends in _us is in microseconds,
  and what is unknown is null.`;

/** `prefect-orm show [url]`, which is what `npm start` runs. */
export function showCommand(): Command {
  return new Command('show')
    .summary('runs by state, the latest runs and what runs late in a database')
    .description(
      'Shows runs by state, the latest runs and what runs late in a Prefect database, which is opened read only. Without one, an embedded ' +
        'database in ./.prefect-orm is made, a recording of a real Prefect server is played into it, and that is shown.',
    )
    .argument('[url]', 'an SQLite file, or the URL of a database in the form of Prefect or a plain one')
    .option('-n, --latest <number>', 'how many of the latest runs, and of those that are late', wholeNumber, 10)
    .option('--json', 'print JSON')
    .option('--any-revision', 'also a database of another revision of Prefect, as far as it can be read')
    .helpOption('-h, --help', 'print help')
    .addHelpText('after', examples)
    .action(show);
}

async function show(url: string | undefined, options: ShowOptions): Promise<void> {
  const progress = progressLine();
  const text = await read(url, options, progress).finally(() => progress.clear());
  process.stdout.write(text);
}

async function read(
  url: string | undefined,
  { latest, json, anyRevision }: ShowOptions,
  progress: ProgressLine,
): Promise<string> {
  progress.show('Opening the database');
  const database = await (url === undefined ? openEmbedded(progress) : openReadOnly(url, { anyRevision }));
  try {
    progress.show('Reading the database');
    const overview = await overviewOf(database.orm.em.fork(), { latest });
    return json ? jsonOf(database, overview) : pageOf(database, overview, { width: screenWidth(), paint: paintFor() });
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
