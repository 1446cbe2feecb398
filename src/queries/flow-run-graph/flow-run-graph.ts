import type { EntityManager } from '@mikro-orm/core';
import { FlowRun, type StateType } from '../../domain/index.ts';
import { id, storedInstant, wholeNumber } from '../arguments.ts';
import { FlowRunGraphTooLargeError, FlowRunNotFoundError, IncompleteRunError } from '../errors.ts';
import { historiesOf } from '../histories-of.ts';
import { artifactsByTaskRun } from './artifacts.ts';
import { edgesOf } from './edges.ts';
import type { FlowRunGraph } from './graph.ts';
import { hasMoreNodes, nodeRows, type NodeRow } from './node-rows.ts';

/** What bounds a graph. */
export interface FlowRunGraphOptions {
  /** Nodes that ended before are left out, but not the edges to them; none is if left out. */
  readonly since?: Temporal.Instant | undefined;
  /** How many nodes at most, from 0 up: more are an error. 10,000 if left out. */
  readonly maxNodes?: number | undefined;
  /** How many artifacts at most, from 0 up: more are left out. 10,000 if left out. */
  readonly maxArtifacts?: number | undefined;
}

/** Before anything that a database holds. */
const always = Temporal.Instant.from('0001-01-01T00:00:00Z');

/**
 * What a flow run did, as nodes and edges: its task runs that have a time, each sub-flow in the place of the task run that stands for it.
 *
 * The databases differ where two nodes start at the same time and one has no end: it comes first on SQLite and last on PostgreSQL.
 * Edges stand in the order of the nodes on both; the reference leaves theirs open on SQLite. A node that a task refers to by the id
 * of its task run has no edge where the node is a sub-flow, and goes by the id of the flow run.
 *
 * @param em stays as it is: nothing of the graph is managed
 * @throws {@link InvalidArgumentError} for an argument that makes no sense; nothing was sent
 * @throws {@link FlowRunNotFoundError}, {@link FlowRunGraphTooLargeError}
 * @throws {@link IncompleteRunError} where a node has no state
 */
export async function flowRunGraph(
  em: EntityManager,
  flowRunId: string,
  { since = always, maxNodes = 10_000, maxArtifacts = 10_000 }: FlowRunGraphOptions = {},
): Promise<FlowRunGraph> {
  const runId = id('flowRunId', flowRunId);
  const sinceText = storedInstant('since', since, em.getPlatform());
  wholeNumber('maxNodes', maxNodes);
  wholeNumber('maxArtifacts', maxArtifacts);
  const own = em.fork({ keepTransactionContext: true });
  const { startTime, endTime } = await timesOf(own, runId);
  if (await hasMoreNodes(own, runId, sinceText, maxNodes)) {
    throw new FlowRunGraphTooLargeError(runId, maxNodes);
  }
  const rows = await nodeRows(own, runId);
  const edges = edgesOf(rows);
  const artifacts = await artifactsByTaskRun(own, runId, maxArtifacts);
  const histories = await historiesOf(own, [runId]);
  const nodes = rows
    .filter(({ endTime: end }) => end === null || Temporal.Instant.compare(end, since) >= 0)
    .map(({ inputs: _inputs, ...node }) => ({
      ...node,
      stateType: stateTypeOf(node),
      ...edges.get(node.id)!,
      artifacts: artifacts.get(node.id) ?? [],
    }));
  return {
    startTime,
    endTime,
    rootNodeIds: nodes.filter(({ parents }) => parents.length === 0).map(({ id: nodeId }) => nodeId),
    nodes,
    artifacts: artifacts.get(null) ?? [],
    states: (histories.get(runId) ?? []).map(({ id: stateId, timestamp, type, name }) => ({
      id: stateId,
      timestamp,
      type,
      name,
    })),
  };
}

async function timesOf(
  em: EntityManager,
  flowRunId: string,
): Promise<{ startTime: Temporal.Instant | null; endTime: Temporal.Instant | null }> {
  const run = await em.findOne(
    FlowRun,
    { id: flowRunId },
    { fields: ['startTime', 'expectedStartTime', 'endTime'], populate: false },
  );
  if (run === null) {
    throw new FlowRunNotFoundError(flowRunId);
  }
  return { startTime: run.startTime ?? run.expectedStartTime, endTime: run.endTime };
}

function stateTypeOf({ stateType, kind, id: nodeId }: Pick<NodeRow, 'stateType' | 'kind' | 'id'>): StateType {
  if (stateType === null) {
    throw new IncompleteRunError(`The ${kind === 'task-run' ? 'task run' : 'flow run'} ${nodeId} has no state`);
  }
  return stateType;
}
