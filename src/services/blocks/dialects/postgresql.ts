import { sql } from '../../../queries/statement.ts';
import type { BlockDialect } from './dialect.ts';

export const postgresqlBlocks: BlockDialect = {
  // a transaction that has read a table holds a lock on it to its end: the first waits for all that have read the key
  locksForRotation: [
    sql`lock table configuration in access exclusive mode`,
    sql`lock table block_document in share row exclusive mode`,
  ],
  locksForDocument: (id) => [sql`select id from block_document where id = ${id} for no key update`],
  locksForReferences: [sql`lock table block_document_reference in share row exclusive mode`],
};
