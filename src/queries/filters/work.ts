import { oneOf } from '../statement.ts';
import { anyOf, column, texts } from './criteria.ts';
import { ids, words } from './fields.ts';
import { document, type Given, operated, type Part } from './part.ts';

/** What is asked of a work pool. */
export const workPool = operated({ id: ids('id'), name: words('name'), type: words('type') });

/** Prefect's filter of work pools. */
export type WorkPoolFilter = Given<typeof workPool>;

const startsWith: Part<readonly string[], string[]> = {
  schema: texts,
  conditions: (starts, row) =>
    starts.length === 0 ? [] : [oneOf(starts.map((start) => row.dialect.matches(row.column('name'), `${start}%`)))],
};

/** What is asked of a work queue. */
export const workQueue = operated({
  id: ids('id'),
  name: unlessEmpty(document({ any_: anyOf(column('name'), texts), startswith_: startsWith })),
});

/** Prefect's filter of work queues. */
export type WorkQueueFilter = Given<typeof workQueue>;

/** With nothing but an empty list of beginnings the reference leaves the name out of what is taken together. */
function unlessEmpty<Names>(names: Part<Names>): Part<Names> {
  return {
    schema: names.schema,
    conditions(read, row) {
      const { any_: any, startswith_: starts } = read as { any_?: string[] | null; startswith_?: string[] | null };
      return any == null && starts?.length === 0 ? [] : names.conditions(read, row);
    },
  };
}
