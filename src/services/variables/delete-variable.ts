import type { EntityManager } from '@mikro-orm/core';
import { Variable } from '../../domain/index.ts';
import { inTransaction } from '../transaction.ts';
import { type VariableKey, whereVariable } from './variable-key.ts';

/**
 * Deletes the variable of an id or a name.
 *
 * @returns whether there was one
 * @throws {@link InvalidArgumentError} for a key that is none
 */
export async function deleteVariable(em: EntityManager, key: VariableKey): Promise<boolean> {
  const where = whereVariable(key);
  return inTransaction(em, async (tx) => (await tx.nativeDelete(Variable, where)) > 0);
}
