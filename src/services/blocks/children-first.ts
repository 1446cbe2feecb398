import { type BlockPart, BlockCycleError } from './errors.ts';

/** That one part of blocks refers to another by a name. */
export interface Reference {
  readonly name: string;
  readonly parent: string;
  readonly child: string;
}

/**
 * Puts each behind all that it refers to, at any depth.
 *
 * @param ids of all; references to others are not heeded
 * @throws {@link BlockCycleError}
 */
export function childrenFirst(part: BlockPart, ids: readonly string[], references: readonly Reference[]): string[] {
  const waitsFor = new Map(ids.map((id) => [id, new Set<string>()]));
  const parents = new Map<string, Set<string>>(ids.map((id) => [id, new Set()]));
  for (const { parent, child } of references) {
    if (parents.has(child) && parents.has(parent)) {
      waitsFor.get(parent)!.add(child);
      parents.get(child)!.add(parent);
    }
  }
  const order = ids.filter((id) => waitsFor.get(id)!.size === 0);
  // the list grows while it is gone through
  for (const id of order) {
    for (const parent of parents.get(id)!) {
      const missing = waitsFor.get(parent)!;
      missing.delete(id);
      if (missing.size === 0) {
        order.push(parent);
      }
    }
  }
  if (order.length < waitsFor.size) {
    const done = new Set(order);
    throw new BlockCycleError(
      part,
      ids.filter((id) => !done.has(id)),
    );
  }
  return order;
}
