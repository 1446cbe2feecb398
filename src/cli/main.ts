import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { copyCommand } from './commands/copy.ts';
import { digestCommand } from './commands/digest.ts';
import { migrateCommand } from './commands/migrate.ts';
import { showCommand } from './commands/show.ts';
import { packageFolder } from '../migrations/package-folder.ts';
import { explained, refusingWrongUsage, report } from './failure.ts';

const { version } = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')) as { version: string };

const program = new Command('prefect-orm')
  .description('The databases of the Prefect orchestration server, seen through their entities.')
  .version(version, '-V, --version', 'print the version of prefect-orm')
  .helpOption('-h, --help', 'print help')
  .helpCommand('help [command]', 'print help for a command')
  .showHelpAfterError('Run prefect-orm --help to see what there is.')
  .addHelpText(
    'after',
    '\nEnvironment:\n  DEBUG=1      print the stack of an error\n  NO_COLOR=1   print without colour',
  )
  .addCommand(showCommand())
  .addCommand(migrateCommand())
  .addCommand(digestCommand())
  .addCommand(copyCommand());

// `| head` closes the pipe when it has seen enough
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

refusingWrongUsage(program)
  .parseAsync()
  .catch((error: unknown) => report(explained(error)));
