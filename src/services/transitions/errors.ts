import { PrefectOrmError } from '../../domain/index.ts';

/** There is no task run of this id. */
export class TaskRunNotFoundError extends PrefectOrmError {
  readonly code = 'TASK_RUN_NOT_FOUND';
  readonly id: string;

  constructor(id: string) {
    super(`There is no task run ${id}. It may have been deleted.`);
    this.id = id;
  }
}
