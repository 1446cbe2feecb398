import type { Statement } from '../../../queries/statement.ts';

/** What a database must be told so that nobody writes in between. Where one needs no word, the list is empty. */
export interface BlockDialect {
  /**
   * From here to the end of the transaction nobody reads the key or writes a document, and nobody who has read the key is still about to
   * write one with it.
   */
  readonly locksForRotation: readonly Statement[];

  /** From here to the end of the transaction nobody else changes this document. Others may still refer to it. */
  locksForDocument(id: string): readonly Statement[];

  /** From here to the end of the transaction nobody else lets one document refer to another. */
  readonly locksForReferences: readonly Statement[];
}
