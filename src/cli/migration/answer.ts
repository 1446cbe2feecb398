import { PrefectOrmError } from '../../domain/shared/errors.ts';
import { exitCodes, explained, report, sentenceOf } from '../failure.ts';

/** What a command has to say, for people and for programs. */
export interface Answer {
  readonly text: string;
  readonly fields: object;
  /** What the answer tells of, and is no failure of the command. */
  readonly error?: PrefectOrmError | null;
  /** Default: 0. */
  readonly exitCode?: number;
}

/** Prints the answer of a command in the form that was asked for; what went wrong is told on stderr too. */
export async function answering(json: boolean | undefined, work: () => Promise<Answer>): Promise<void> {
  try {
    const { text, fields, error = null, exitCode = exitCodes.done } = await work();
    print(json ? { ...fields, error: error && errorFields(error) } : text);
    process.exitCode = exitCode;
  } catch (error) {
    const failure = explained(error);
    if (json) {
      print({ error: errorFields(failure) });
    }
    report(failure);
  }
}

function print(answer: object | string): void {
  process.stdout.write(typeof answer === 'string' ? `${answer}\n` : `${JSON.stringify(answer, null, 2)}\n`);
}

/** As programs are told of an error: the code is null where it is not one of ours. */
function errorFields(error: unknown): { code: string | null; message: string } {
  return error instanceof PrefectOrmError
    ? { code: error.code, message: error.message }
    : { code: null, message: sentenceOf(error) };
}
