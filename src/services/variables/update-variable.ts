import type { EntityManager } from '@mikro-orm/core';
import type * as z from 'zod';
import { Variable } from '../../domain/index.ts';
import { checked, inputOf } from '../input.ts';
import { inTransaction } from '../transaction.ts';
import { updateRow } from '../update-row.ts';
import { variableFields } from './variable-fields.ts';
import { type VariableKey, whereVariable } from './variable-key.ts';

const { name, value, tags } = variableFields;
const variableChanges = inputOf({ name: name.optional(), value: value.optional(), tags: tags.optional() });

/** What of a variable may change. */
export type VariableChanges = z.input<typeof variableChanges>;

/**
 * Changes a variable.
 *
 * @returns null where there is none
 * @throws {@link InvalidArgumentError} for an input that makes no sense; nothing is written
 * @throws UniqueConstraintViolationException where another one has the name
 */
export async function updateVariable(
  em: EntityManager,
  key: VariableKey,
  changes: VariableChanges,
): Promise<Variable | null> {
  const where = whereVariable(key);
  const values = checked('changes', variableChanges, changes);
  return inTransaction(em, (tx) => updateRow(tx, Variable, where, values));
}
