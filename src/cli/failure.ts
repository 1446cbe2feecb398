import type { Command } from 'commander';
import { PrefectOrmError } from '../domain/shared/errors.ts';
import { DiskFullError } from '../orm-config/errors.ts';
import { hindranceOf } from '../orm-config/hindrances.ts';
import { ConnectionLostError, PermissionDeniedError, ReadOnlyDatabaseError } from './errors.ts';

/** What a command ends with: see docs/command-line.md. */
export const exitCodes = { done: 0, failed: 1, wrongUsage: 2, refused: 3, pending: 4, stopped: 130 } as const;

const codesOfErrors: Readonly<Record<string, number>> = {
  INVALID_CONNECTION_URL: exitCodes.wrongUsage,
  MISSING_CONNECTION_URL: exitCodes.wrongUsage,
  INVALID_CONNECTION_OPTION: exitCodes.wrongUsage,
  UNSUPPORTED_REVISION: exitCodes.refused,
  FOREIGN_TABLES: exitCodes.refused,
  MISSING_TABLES: exitCodes.refused,
  ALTERED_TABLES: exitCodes.refused,
  DATA_LOSS: exitCodes.refused,
  SAME_DATABASE: exitCodes.refused,
  UNSUPPORTED_ENCODING: exitCodes.refused,
  TARGET_NOT_EMPTY: exitCodes.refused,
  UNREPRESENTABLE_ROWS: exitCodes.refused,
  FOREIGN_ROWS: exitCodes.refused,
  COPY_INTERRUPTED: exitCodes.stopped,
};

/** What a command failed with, as an error that says what to do where the database itself has refused. */
export function explained(error: unknown): unknown {
  if (error instanceof PrefectOrmError) {
    return error;
  }
  const cause = { cause: error };
  switch (hindranceOf(error)) {
    case 'connection lost':
      return new ConnectionLostError(cause);
    case 'disk full':
      return new DiskFullError(cause);
    case 'read only':
      return new ReadOnlyDatabaseError(cause);
    case 'permission denied':
      return new PermissionDeniedError(sentenceOf(error), cause);
    default:
      return error;
  }
}

/** Prints what went wrong as a sentence and sets the exit code for when the process ends. The stack is for those who ask with DEBUG. */
export function report(error: unknown): void {
  process.stderr.write(`${sentenceOf(error)}\n`);
  if (process.env['DEBUG'] && error instanceof Error) {
    process.stderr.write(`${error.stack}\n`);
  }
  process.exitCode = exitCodeOf(error);
}

/** The exit code for what a command failed with. */
export function exitCodeOf(error: unknown): number {
  return (error instanceof PrefectOrmError && codesOfErrors[error.code]) || exitCodes.failed;
}

/** Lets wrong usage of a command, or of one below it, end with the exit code for that. */
export function refusingWrongUsage(command: Command): Command {
  command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? exitCodes.done : exitCodes.wrongUsage));
  command.commands.forEach(refusingWrongUsage);
  return command;
}

/** An error in words: our own say what to do and have a code, others say what they have to say in their first line. */
export function sentenceOf(error: unknown): string {
  if (error instanceof PrefectOrmError) {
    return `${error.message} [${error.code}]`;
  }
  if (error instanceof AggregateError && error.message === '') {
    return error.errors.map(sentenceOf).join('; ');
  }
  const [first = ''] = (error instanceof Error ? error.message : String(error)).trim().split('\n');
  return first === '' ? 'It failed without a reason. Run it again with DEBUG=1 to see where.' : first;
}
