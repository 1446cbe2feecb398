import type { NodeRow } from './node-rows.ts';

/** The edges of one node, by the ids of the others. */
export interface Edges {
  readonly parents: string[];
  readonly children: string[];
  readonly encapsulating: string[];
}

/** The argument that names the tasks in which a task ran, and no data. */
const encapsulatingTasks = '__parents__';

/**
 * The edges between the nodes of one graph, by the id of the node. An edge to a node outside is none.
 *
 * The reference finds them by joining the inputs of the children with those of the parents, so that an edge comes once for each pair; only the
 * encapsulating ones are told apart afterwards.
 */
export function edgesOf(nodes: readonly NodeRow[]): Map<string, Edges> {
  const edges = new Map<string, Edges>(nodes.map(({ id }) => [id, { parents: [], children: [], encapsulating: [] }]));
  // from parent to child, so that every list is in the order of the nodes
  const references = Map.groupBy(nodes.flatMap(referencesOf), ({ source }) => source);
  for (const { id, inputs } of nodes) {
    const inputCount = countOf(inputs);
    for (const { node, argument } of references.get(id) ?? []) {
      connect(edges.get(id) as Edges, edges.get(node) as Edges, { id, node, argument, inputCount });
    }
  }
  return edges;
}

/** That an argument of a node came from another run. */
interface InputReference {
  readonly node: string;
  readonly argument: string;
  readonly source: string;
}

function referencesOf({ id: node, inputs }: NodeRow): InputReference[] {
  return Object.entries(inputs).flatMap(([argument, sources]) =>
    idsOf(sources).map((source) => ({ node, argument, source })),
  );
}

function connect(
  parent: Edges,
  child: Edges,
  { id, node, argument, inputCount }: { id: string; node: string; argument: string; inputCount: number },
): void {
  if (argument !== encapsulatingTasks) {
    child.parents.push(...Array.from({ length: inputCount }, () => id));
    parent.children.push(...Array.from({ length: inputCount }, () => node));
  } else if (!child.encapsulating.includes(id)) {
    child.encapsulating.push(id);
  }
}

/** How many inputs a join sees: an argument without sources is one too, and so is no argument at all. */
function countOf(inputs: NodeRow['inputs']): number {
  const counts = Object.values(inputs).map((sources) => Math.max(1, Array.isArray(sources) ? sources.length : 0));
  return Math.max(
    1,
    counts.reduce((sum, count) => sum + count, 0),
  );
}

/** The runs among the sources of an argument; parameters and constants have no id. */
function idsOf(sources: unknown): string[] {
  const list: readonly unknown[] = Array.isArray(sources) ? sources : [];
  return list.flatMap((source) => {
    const { id } = (source ?? {}) as { id?: unknown };
    return typeof id === 'string' ? [id.toLowerCase()] : [];
  });
}
