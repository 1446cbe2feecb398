import { PrefectOrmError } from '../domain/shared/errors.ts';

/** Prints what went wrong as a sentence and lets the process end with exit code 1. The stack is for those who ask with DEBUG. */
export function report(error: unknown): void {
  process.stderr.write(`${sentenceOf(error)}\n`);
  if (process.env['DEBUG'] && error instanceof Error) {
    process.stderr.write(`${error.stack}\n`);
  }
  process.exitCode = 1;
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
