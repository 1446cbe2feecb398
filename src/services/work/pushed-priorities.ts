/** A queue, as far as its place goes. */
export interface Prioritized {
  readonly id: string;
  readonly priority: number;
}

/**
 * The priorities of a pool's queues once some have new ones: unique, from 1 up, with as few changes as can be. Who has a place that is taken
 * is pushed on by one, and the next one too where there is no gap. One that moves is pushed as well where the one before it got its place;
 * at the end of the row the reference leaves two with one priority then.
 *
 * @param queues in order of their priorities
 * @param wanted distinct, by id
 * @returns the priorities by id, of all queues
 */
export function pushedPriorities(
  queues: readonly Prioritized[],
  wanted: ReadonlyMap<string, number>,
): Map<string, number> {
  const inOrder = queues.map(({ id, priority }) => ({ id, moves: wanted.has(id), at: wanted.get(id) ?? priority }));
  // who moves comes before who is there already
  inOrder.sort((a, b) => a.at - b.at || Number(b.moves) - Number(a.moves));
  const priorities = new Map<string, number>();
  let last = 0;
  for (const { id, at } of inOrder) {
    last = Math.max(at, last + 1);
    priorities.set(id, last);
  }
  return priorities;
}
