import type { EntityManager } from '@mikro-orm/core';
import { Variable } from '../../domain/index.ts';
import { type VariableKey, whereVariable } from './variable-key.ts';

/**
 * The variable of an id or a name; null where there is none. It belongs to the EntityManager given.
 *
 * @throws {@link InvalidArgumentError} for a key that is none
 */
export async function readVariable(em: EntityManager, key: VariableKey): Promise<Variable | null> {
  return em.findOne(Variable, whereVariable(key));
}
