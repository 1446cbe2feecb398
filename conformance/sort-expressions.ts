import * as sortOrders from '../src/queries/sort-orders.ts';
import { type Observation, NotHandled, type Suite } from './support/suite.ts';
import type { World } from './support/world.ts';

interface Input {
  readonly sort_class: string;
  readonly sort: string;
  readonly table: string;
}

/** The order of rows under each of the reference's sort orders. */
export const sortExpressions: Suite = {
  file: 'sort_expressions',

  async run(vector, world): Promise<Observation | NotHandled> {
    const { sort_class: sortClass, sort, table } = vector.input as unknown as Input;
    const order = orderNamed(sortClass, sort);
    return order === undefined
      ? new NotHandled(`a sort order ${sortClass}.${sort}`)
      : { fields: { ids: await sortedIds(world, table, order()) } };
  },
};

/** `FlowRunSort` is `flowRunSort` here. */
function orderNamed(sortClass: string, member: string): (() => unknown) | undefined {
  const name = `${sortClass.charAt(0).toLowerCase()}${sortClass.slice(1)}`;
  return (sortOrders as unknown as Readonly<Record<string, Readonly<Record<string, () => unknown>> | undefined>>)[
    name
  ]?.[member];
}

async function sortedIds(world: World, table: string, orderBy: unknown): Promise<string[]> {
  const rows = await world.em().find(world.tables.of(table).class, {}, { orderBy: orderBy as never });
  return (rows as { id: string }[]).map(({ id }) => id);
}
