import type { EntityManager } from '@mikro-orm/core';
import type * as z from 'zod';
import { BlockType } from '../../domain/index.ts';
import { id as validId } from '../../queries/arguments.ts';
import { checked, inputOf, text } from '../input.ts';
import { inTransaction } from '../transaction.ts';
import { updateRow } from '../update-row.ts';

const blockTypeChanges = inputOf({
  logoUrl: text.nullish(),
  documentationUrl: text.nullish(),
  description: text.nullish(),
  codeExample: text.nullish(),
});

/** What of a block type may change. */
export type BlockTypeChanges = z.infer<typeof blockTypeChanges>;

/**
 * Changes a block type, also a protected one. Texts are stored as they are: unlike {@link createBlockType} this escapes nothing, as in the
 * reference.
 *
 * @returns null where there is none
 * @throws {@link InvalidArgumentError} for an input that makes no sense; nothing is written
 */
export async function updateBlockType(
  em: EntityManager,
  id: string,
  changes: BlockTypeChanges,
): Promise<BlockType | null> {
  const typeId = validId('id', id);
  const values = checked('changes', blockTypeChanges, changes);
  return inTransaction(em, (tx) => updateRow(tx, BlockType, { id: typeId }, values));
}
