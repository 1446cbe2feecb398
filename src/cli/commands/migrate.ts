import { existsSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { supportedRevision } from '../../migrations/index.ts';
import { answering } from '../migration/answer.ts';
import { migrateDown, migrateUp } from '../migration/run.ts';
import { rehearseDown, rehearseUp } from '../migration/rehearse.ts';
import { tellStatus } from '../migration/status.ts';

interface StatusOptions {
  readonly json?: true;
}

interface UpOptions extends StatusOptions {
  readonly dryRun?: true;
}

interface DownOptions extends UpOptions {
  readonly allowDataLoss?: true;
}

const examples = `
Examples:
  prefect-orm migrate status ~/.prefect/prefect.db
      what would be done to Prefect's own SQLite database
  prefect-orm migrate up postgresql://user@localhost/prefect
      make or adopt a PostgreSQL database, the password from PGPASSWORD
  prefect-orm migrate up --dry-run new.db | less
      the SQL for a new SQLite database, which is not made

Exit codes:
  0 done or nothing to do, 1 failed, 2 wrong usage, 3 refused before anything was written, 4 status: a migration is to be run`;

/** `prefect-orm migrate status|up|down [url]`. */
export function migrateCommand(): Command {
  return new Command('migrate')
    .summary(`bring a database to the schema of Prefect ${supportedRevision.prefect}, or adopt one`)
    .description(
      `Brings an empty database to the schema of Prefect ${supportedRevision.prefect}, or adopts one that Prefect has made: then nothing in it changes but ` +
        'the notes of the migrator. Any other database is refused before anything is written. Without a command it is up.',
    )
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .addHelpText('after', examples)
    .addCommand(upCommand(), { isDefault: true })
    .addCommand(statusCommand())
    .addCommand(downCommand());
}

function statusCommand(): Command {
  return subcommand('status', 'tell what a migration would find, and write nothing').action(
    (url: string | undefined, { json }: StatusOptions) => answering(json, () => tellStatus(url)),
  );
}

function upCommand(): Command {
  return subcommand('up', 'migrate or adopt the database')
    .option('--dry-run', 'print the SQL that would be sent, and send nothing')
    .action((url: string | undefined, { json, dryRun }: UpOptions) =>
      answering(json, () => (dryRun ? rehearseUp(url) : migrateUp(url))),
    );
}

function downCommand(): Command {
  return subcommand('down', 'take the newest migration back, which is every table')
    .option('--dry-run', 'print the SQL that would be sent, and send nothing')
    .option('--allow-data-loss', 'also where the database holds rows, or was made by Prefect')
    .action((url: string | undefined, { json, dryRun, ...options }: DownOptions) =>
      answering(json, () => (dryRun ? rehearseDown(url, options) : migrateDown(url, options))),
    );
}

function subcommand(name: string, summary: string): Command {
  return new Command(name)
    .description(summary)
    .argument('[url]', 'an SQLite file, or the URL of a database; without one the environment says which', urlOrPath)
    .option('--json', 'print JSON')
    .helpOption('-h, --help', 'print help');
}

/** A word alone is more likely a command that does not exist than a file to be made. */
function urlOrPath(given: string): string {
  if (/^[\w-]+$/.test(given) && !existsSync(given)) {
    throw new InvalidArgumentError(
      `It is no command, no URL and no file that is there; for a new file write ./${given}.`,
    );
  }
  return given;
}
