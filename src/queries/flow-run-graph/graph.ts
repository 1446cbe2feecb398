import type { JsonValue, StateType } from '../../domain/index.ts';

/** What a flow run did, as nodes and edges. */
export interface FlowRunGraph {
  /** When the run started, or was expected to; null for neither. */
  readonly startTime: Temporal.Instant | null;
  /** When the run ended; null while it may go on. */
  readonly endTime: Temporal.Instant | null;
  /** The nodes without parents, in the order of the nodes; what other nodes encapsulate counts as well. */
  readonly rootNodeIds: readonly string[];
  /** By start, then end. */
  readonly nodes: readonly GraphNode[];
  /** What the run itself published, outside any task run; oldest first. */
  readonly artifacts: readonly GraphArtifact[];
  /** The state history of the run, oldest first. */
  readonly states: readonly GraphState[];
}

/** A task run, or the flow run that it stands for. */
export interface GraphNode {
  readonly kind: 'flow-run' | 'task-run';
  /** The id of the flow run where it is one. */
  readonly id: string;
  /** The name of the task run; of a flow run `flow / run`. */
  readonly label: string;
  readonly stateType: StateType;
  /** When it started, or was expected to. */
  readonly startTime: Temporal.Instant;
  /** When it ended; of a task run that is COMPLETED without an end, when it was expected to start. Null while it may go on. */
  readonly endTime: Temporal.Instant | null;
  /** The nodes whose results it took: each as often as it took one, times how many inputs that node has, as in the reference. */
  readonly parents: readonly string[];
  /** The nodes that took its result: the other end of `parents`, as often. */
  readonly children: readonly string[];
  /** The nodes in which it ran, each once. */
  readonly encapsulating: readonly string[];
  /** What the task run published; oldest first. */
  readonly artifacts: readonly GraphArtifact[];
}

export interface GraphArtifact {
  readonly id: string;
  readonly created: Temporal.Instant;
  readonly key: string | null;
  readonly type: string;
  /** Whether there is no newer one with the key; true without a key. */
  readonly isLatest: boolean;
  /** The content, of progress artifacts only. */
  readonly data: JsonValue;
}

export interface GraphState {
  readonly id: string;
  readonly timestamp: Temporal.Instant;
  readonly type: StateType;
  readonly name: string;
}
