import { PrefectOrmError } from '../../domain/shared/errors.ts';

/** The file is not a recording that this version can play. */
export class InvalidRecordingError extends PrefectOrmError {
  override readonly code = 'RECORDING_INVALID';

  constructor(
    /** The file that was read. */
    readonly path: string,
    options?: ErrorOptions,
  ) {
    super(
      `${path} is not a recording of this version. Restore it from the repository, or make it anew with scripts/make-recording.ts.`,
      options,
    );
  }
}
