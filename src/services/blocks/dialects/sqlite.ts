import type { BlockDialect } from './dialect.ts';

/** Nothing: a transaction that writes begins IMMEDIATE, and there is one at a time. One that has read before cannot write any more. */
export const sqliteBlocks: BlockDialect = {
  locksForRotation: [],
  locksForDocument: () => [],
  locksForReferences: [],
};
