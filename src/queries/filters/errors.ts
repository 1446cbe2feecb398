import { PrefectOrmError } from '../../domain/index.ts';

/** A filter document makes no sense. Nothing was sent. */
export class InvalidFilterError extends PrefectOrmError {
  readonly code = 'INVALID_FILTER';
  /** Where in the document, such as `flow_runs.state.type.any_[0]`; empty for the document itself. */
  readonly path: string;

  /** @param problem what is wrong and what is expected */
  constructor(path: string, problem: string) {
    super(`The filter${path === '' ? '' : ` at ${path}`} ${problem}.`);
    this.path = path;
  }
}
