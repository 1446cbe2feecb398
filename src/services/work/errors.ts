import { PrefectOrmError } from '../../domain/index.ts';

/** The queue that its pool sends runs to when none is named was to be deleted. Nothing was. */
export class DefaultQueueError extends PrefectOrmError {
  readonly code = 'DEFAULT_QUEUE';
  /** The id of the queue. */
  readonly id: string;
  /** The name of the pool. */
  readonly pool: string;

  constructor(id: string, pool: string) {
    super(
      `The queue ${id} is the default of the work pool ${pool}, and cannot be deleted alone. ` +
        'Make another one the default, or delete the pool.',
    );
    this.id = id;
    this.pool = pool;
  }
}
