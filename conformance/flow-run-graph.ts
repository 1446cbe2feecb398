import { type FlowRunGraph, flowRunGraph as graphOf, type GraphArtifact } from '../src/queries/flow-run-graph/index.ts';
import { errorAs, failureOf } from './support/errors.ts';
import type { Observation, Suite } from './support/suite.ts';
import { encodeValue, instantOf } from './support/values.ts';

interface Input {
  readonly flow_run_id: string;
  readonly since: string;
  readonly max_nodes: number;
  readonly max_artifacts: number;
}

/** What a flow run did, as nodes and edges. */
export const flowRunGraph: Suite = {
  file: 'flow_run_graph',

  async run(vector, world): Promise<Observation> {
    const input = vector.input as unknown as Input;
    const seen: { graph: FlowRunGraph | undefined } = { graph: undefined };
    const error = await failureOf(async () => {
      seen.graph = await graphOf(world.em(), input.flow_run_id, {
        since: instantOf(input.since),
        maxNodes: input.max_nodes,
        maxArtifacts: input.max_artifacts,
      });
    });
    return {
      fields: { error: errorAs(vector.expected['error'], error), graph: seen.graph ? encodeGraph(seen.graph) : null },
      rules: { unordered: /\.(parents|children|encapsulating)$/ },
    };
  },
};

function encodeGraph({ startTime, endTime, rootNodeIds, nodes, artifacts, states }: FlowRunGraph): unknown {
  return encodeValue({
    start_time: startTime,
    end_time: endTime,
    root_node_ids: rootNodeIds,
    nodes: nodes.map((node) => [
      node.id,
      {
        kind: node.kind,
        id: node.id,
        label: node.label,
        state_type: node.stateType,
        start_time: node.startTime,
        end_time: node.endTime,
        parents: edges(node.parents),
        children: edges(node.children),
        encapsulating: edges(node.encapsulating),
        artifacts: node.artifacts.map(encodeArtifact),
      },
    ]),
    artifacts: artifacts.map(encodeArtifact),
    states,
  });
}

function edges(ids: readonly string[]): object[] {
  return ids.map((id) => ({ id }));
}

function encodeArtifact({ isLatest, ...artifact }: GraphArtifact): object {
  return { ...artifact, is_latest: isLatest };
}
