import { ids, named, tags } from './fields.ts';
import { type Given, operated } from './part.ts';

/** What is asked of a variable. */
export const variable = operated({ id: ids('id'), name: named('name'), tags });

/** Prefect's filter of variables. */
export type VariableFilter = Given<typeof variable>;
