import type * as z from 'zod';
import { idOr } from '../id-or.ts';
import { checked } from '../input.ts';

const variableKey = idOr('name');

/** Which variable: by its id, or by its name. */
export type VariableKey = z.input<typeof variableKey>;

/** The condition that finds it. */
export function whereVariable(key: VariableKey): VariableKey {
  return checked('key', variableKey, key);
}
