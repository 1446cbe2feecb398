import { PrefectOrmError } from '../shared/errors.ts';

/** A run is RUNNING and does not say since when: how long it has run cannot be told. */
export class MissingStateTimestampError extends PrefectOrmError {
  readonly code = 'MISSING_STATE_TIMESTAMP';
  /** The class of the run. */
  readonly entity: string;
  /** The id of the run. */
  readonly id: string;

  constructor(entity: string, id: string) {
    super(`${entity} ${id} is RUNNING without a stateTimestamp, so its run time is not known. Set stateTimestamp.`);
    this.entity = entity;
    this.id = id;
  }
}
