import * as z from 'zod';
import { inputOf, text, uuid } from './input.ts';

/** Says which row: its id, or another column that is unique, such as `{ name: 'limit' }`. */
export function idOr<Column extends string>(column: Column) {
  const other = { [column]: text } as Record<Column, typeof text>;
  return z.union([inputOf({ id: uuid }), inputOf(other)], {
    error: `is neither an id nor a ${column}. Give one of them, such as { ${column}: "…" }.`,
  });
}
