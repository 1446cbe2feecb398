import { PrefectOrmError } from '../../shared/errors.ts';

/** A stored text is not JSON, or a value cannot be written as JSON. */
export class InvalidJsonError extends PrefectOrmError {
  readonly code = 'INVALID_JSON';

  /** @param cause what the parser or writer said; its message is not repeated, since it may quote the document */
  constructor(reason: unknown) {
    const deep = reason instanceof RangeError && 'it is nested too deeply';
    const position = reason instanceof Error ? /position \d+/.exec(reason.message)?.[0] : undefined;
    const what =
      typeof reason === 'string' ? reason : deep || `the text is not JSON${position ? ` (at ${position})` : ''}`;
    super(
      `A JSON column cannot be used as it is: ${what}. Store plain JSON values: null, booleans, numbers, strings, arrays, objects.`,
    );
  }
}
