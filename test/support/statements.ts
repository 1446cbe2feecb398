import { DefaultLogger, type LogContext, type LoggerOptions } from '@mikro-orm/core';

/** Keeps the text of the statements that an ORM sends, while asked to. */
export class StatementRecorder {
  #recording: string[] | undefined;

  /** Notes one statement. */
  note(statement: string): void {
    this.#recording?.push(statement);
  }

  /**
   * The statements sent while `work` runs, in order: `begin` and `commit` too, values as placeholders.
   *
   * One recording at a time: what else goes on at the same time is recorded with it.
   */
  async during(work: () => unknown): Promise<string[]> {
    const recording: string[] = [];
    this.#recording = recording;
    try {
      await work();
      return recording;
    } finally {
      this.#recording = undefined;
    }
  }
}

/** The `loggerFactory` of an ORM whose statements go to a recorder and not to the output. */
export function statementLogger(recorder: StatementRecorder): (options: LoggerOptions) => DefaultLogger {
  return (options) =>
    new (class StatementLogger extends DefaultLogger {
      override logQuery({ query }: LogContext): void {
        if (query !== undefined) {
          recorder.note(query);
        }
      }
    })(options);
}
