import { PrefectOrmError } from '../domain/index.ts';

/** An argument of a query makes no sense. Nothing was sent. */
export class InvalidArgumentError extends PrefectOrmError {
  readonly code = 'INVALID_ARGUMENT';
  /** The name of the parameter. */
  readonly parameter: string;

  /** @param problem what is wrong and what is expected */
  constructor(parameter: string, problem: string) {
    super(`${parameter} ${problem}`);
    this.parameter = parameter;
  }
}

/** There is no flow run of this id. */
export class FlowRunNotFoundError extends PrefectOrmError {
  readonly code = 'FLOW_RUN_NOT_FOUND';
  readonly id: string;

  constructor(id: string) {
    super(`There is no flow run ${id}. It may have been deleted.`);
    this.id = id;
  }
}

/** A graph has more nodes than were asked for. */
export class FlowRunGraphTooLargeError extends PrefectOrmError {
  readonly code = 'FLOW_RUN_GRAPH_TOO_LARGE';
  /** The id of the flow run. */
  readonly id: string;
  readonly maxNodes: number;

  constructor(id: string, maxNodes: number) {
    super(
      `The graph of flow run ${id} has more than ${maxNodes} nodes. Raise maxNodes, or ask for what happened since later.`,
    );
    this.id = id;
    this.maxNodes = maxNodes;
  }
}

/** Runs that were asked for cannot be told by their state: they lack what the answer says of every run. */
export class IncompleteRunError extends PrefectOrmError {
  readonly code = 'INCOMPLETE_RUN';

  /** @param which which runs, and what they lack */
  constructor(which: string) {
    super(`${which}. Set it, or leave the runs out.`);
  }
}
