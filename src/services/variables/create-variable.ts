import type { EntityManager } from '@mikro-orm/core';
import type * as z from 'zod';
import { Variable } from '../../domain/index.ts';
import { checked, inputOf } from '../input.ts';
import { inTransaction } from '../transaction.ts';
import { variableFields } from './variable-fields.ts';

const { name, value, tags } = variableFields;
const newVariable = inputOf({ name, value: value.optional(), tags: tags.optional() });

/** A variable to be made. */
export type NewVariable = z.input<typeof newVariable>;

/**
 * Makes a variable.
 *
 * @throws {@link InvalidArgumentError} for an input that makes no sense; nothing is written
 * @throws UniqueConstraintViolationException where there is one of this name
 */
export async function createVariable(em: EntityManager, variable: NewVariable): Promise<Variable> {
  const values = checked('variable', newVariable, variable);
  return inTransaction(em, async (tx) => {
    const row = new Variable(values);
    await tx.persist(row).flush();
    return row;
  });
}
