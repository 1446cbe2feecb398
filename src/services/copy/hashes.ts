import { columnOf, logicalRowHash, rawRowHash, type RowHash } from '../digest/index.ts';
import type { Side } from './side.ts';
import type { CopiedColumn } from './tables.ts';

export { type RowHash, RowHashes } from '../digest/index.ts';

/** What rows are compared by: every byte as it is stored, or what they say. */
export type HashKind = 'raw' | 'logical';

/** The hash of some columns of a row on one of the two databases. */
export function rowHashOf(side: Side, columns: readonly CopiedColumn[], kind: HashKind): RowHash {
  const hashed = columns.map(({ property }) => columnOf(property, side.platform));
  return (kind === 'raw' ? rawRowHash : logicalRowHash)(hashed, side.platform);
}
