import type { EntityClass, EntityManager, FilterQuery } from '@mikro-orm/core';
import type { FlowRun, TaskRun } from '../domain/index.ts';
import { Statement } from './statement.ts';

/** The part of the drivers' query builder that is used here: only the configurations know drivers. */
interface SelectBuilder {
  select(properties: readonly string[], distinct: boolean): this;
  where(condition: unknown): this;
  toRaw(): { readonly sql: string; readonly params: readonly unknown[] };
}

/** Which runs: those within bounds of their own columns, of which a condition picks some. */
export interface RunSelection<Run> {
  readonly within?: FilterQuery<Run>;
  readonly where?: FilterQuery<Run> | undefined;
}

/** A query for properties of runs, by the names of their columns, to be the source of another query. */
export function rowsOfRuns<Run extends FlowRun | TaskRun>(
  em: EntityManager,
  kind: EntityClass<Run>,
  properties: readonly (keyof Run & string)[],
  { within = {}, where }: RunSelection<Run>,
): Statement {
  const { createQueryBuilder } = em as EntityManager & {
    createQueryBuilder(kind: EntityClass, alias: string): SelectBuilder;
  };
  // a condition on a collection gives a run once for every item that meets it: with its id, each run is distinct
  const builder = createQueryBuilder.call(em, kind, 'run').select(['id', ...properties], where !== undefined);
  const { sql, params } = builder.where({ $and: [within, where ?? {}] }).toRaw();
  return new Statement(sql, params);
}
