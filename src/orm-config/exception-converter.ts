import { ConnectionException, DriverException, ExceptionConverter, ReadOnlyException } from '@mikro-orm/core';
import { PrefectOrmError } from '../domain/shared/errors.ts';
import { isConnectionLost } from './postgresql/lost.ts';

/** What the drivers say when a database that is only read is written. */
const readOnly = (exception: Error & { code?: string }) =>
  exception.code === '25006' || exception.message.includes('readonly database');

/** MikroORM's converter of a dialect, behind a look at what needs no converting and what it does not know. */
export class PrefectExceptionConverter extends ExceptionConverter {
  readonly #next: ExceptionConverter;

  constructor(next: ExceptionConverter) {
    super();
    this.#next = next;
  }

  override convertException(exception: Error): DriverException {
    if (
      exception instanceof PrefectOrmError ||
      exception instanceof DriverException ||
      exception.name === 'AbortError'
    ) {
      return exception;
    }
    if (isConnectionLost(exception)) {
      return new ConnectionException(exception);
    }
    return readOnly(exception) ? new ReadOnlyException(exception) : this.#next.convertException(exception);
  }
}
