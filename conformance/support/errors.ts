import {
  CheckConstraintViolationException,
  DriverException,
  ForeignKeyConstraintViolationException,
  NotNullConstraintViolationException,
  UniqueConstraintViolationException,
  ValidationError,
} from '@mikro-orm/core';
import { PrefectOrmError } from '../../src/domain/index.ts';

const constraints = [
  [UniqueConstraintViolationException, 'constraint:unique'],
  [ForeignKeyConstraintViolationException, 'constraint:foreign_key'],
  [NotNullConstraintViolationException, 'constraint:not_null'],
  [CheckConstraintViolationException, 'constraint:check'],
] as const;

/**
 * What the vector files call an error: `constraint:…`, `refused by the package` or `refused by the database`.
 *
 * @throws the error itself where it is none that a call may end with
 */
export function nameOfError(error: unknown): string {
  const constraint = constraints.find(([type]) => error instanceof type);
  if (constraint) {
    return constraint[1];
  }
  if (error instanceof ValidationError && /is required/.test(error.message)) {
    // MikroORM asks before the database would
    return 'constraint:not_null';
  }
  if (error instanceof PrefectOrmError || error instanceof ValidationError) {
    return 'refused by the package';
  }
  if (error instanceof DriverException) {
    return 'refused by the database';
  }
  throw error;
}

/**
 * Which error a call ended with, in the words of the case: the names of constraints count, those of Python's classes only say that the
 * value or the call was refused.
 */
export function errorAs(expected: unknown, error: unknown): string | null {
  if (error === undefined) {
    return null;
  }
  const name = nameOfError(error);
  const refused = typeof expected === 'string' && !expected.startsWith('constraint:') && name.startsWith('refused');
  return refused ? expected : name;
}

/** Runs something that may fail, and gives the error. */
export async function failureOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error;
  }
}
