import type { Loaded } from '@mikro-orm/core';
import type { FlowRun, FlowRunGraph, FlowRunState, JsonObject, JsonValue } from 'prefect-orm';

/** A flow run as the service shows it. Its flow and its state are loaded. */
export function flowRunDocument(run: Loaded<FlowRun, 'flow'>): JsonObject {
  return {
    id: run.id,
    name: run.name,
    flow_id: run.flowId,
    flow_name: run.flow.$.name,
    state: run.state && stateDocument(run.state),
    tags: run.tags,
    parameters: run.parameters,
    run_count: run.runCount,
    expected_start_time: textOf(run.expectedStartTime),
    start_time: textOf(run.startTime),
    end_time: textOf(run.endTime),
    total_run_time: run.totalRunTime.total('seconds'),
    // a row of another program may say that it is RUNNING and not since when
    estimated_run_time:
      run.stateType === 'RUNNING' && !run.stateTimestamp ? null : run.estimatedRunTime.total('seconds'),
    estimated_start_time_delta: run.estimatedStartTimeDelta.total('seconds'),
  };
}

/** A state as Prefect's API has it. */
export function stateDocument(state: FlowRunState): JsonObject {
  return asJson(state.asState());
}

/** A graph with the names that Prefect's API has for its parts. */
export function graphDocument(graph: FlowRunGraph): JsonObject {
  return {
    ...asJson({ ...graph, nodes: [], artifacts: [], states: [] }),
    nodes: graph.nodes.map((node) => ({
      ...asJson({ ...node, artifacts: [] }),
      artifacts: node.artifacts.map(asJson),
    })),
    artifacts: graph.artifacts.map(asJson),
    states: graph.states.map(asJson),
  };
}

/** The parts of an object under names in snake case, moments as text. What the parts hold stays as it is. */
function asJson(object: object): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [
      name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value instanceof Temporal.Instant ? value.toString() : (value as JsonValue),
    ]),
  );
}

function textOf(moment: Temporal.Instant | null): string | null {
  return moment && moment.toString();
}
