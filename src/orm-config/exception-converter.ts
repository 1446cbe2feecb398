import { ConnectionException, DriverException, ExceptionConverter, ReadOnlyException } from '@mikro-orm/core';
import { PrefectOrmError } from '../domain/shared/errors.ts';
import { DiskFullError } from './errors.ts';
import { hindranceOf } from './hindrances.ts';

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
    switch (hindranceOf(exception)) {
      case 'connection lost':
        return new ConnectionException(exception);
      case 'read only':
        return new ReadOnlyException(exception);
      case 'disk full':
        return new DiskFullError({ cause: exception });
      default:
        return this.#next.convertException(exception);
    }
  }
}
