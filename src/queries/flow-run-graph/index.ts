export { flowRunGraph, type FlowRunGraphOptions } from './flow-run-graph.ts';
export type { FlowRunGraph, GraphArtifact, GraphNode, GraphState } from './graph.ts';
