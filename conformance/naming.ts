import type { JsonObject } from '../src/domain/index.ts';
import { PrefectNamingStrategy } from '../src/orm-config/index.ts';
import { catalogOf, indexStatement } from './support/catalog.ts';
import { describeClass } from './support/describe-class.ts';
import { NotHandled, type Observation, type Suite } from './support/suite.ts';
import { camelCase } from './support/tables.ts';
import { expectedOn } from './support/vectors.ts';
import type { World } from './support/world.ts';

/** How the reference calls things, and how they are called in the database. */
export const naming: Suite = {
  file: 'naming',

  async run(vector, world): Promise<Observation | NotHandled> {
    const input = vector.input as Record<string, string | undefined>;
    if (input['class'] !== undefined) {
      return ofClass(world, input['class'], expectedOn(vector, world.database.dialect));
    }
    if (input['table'] !== undefined) {
      return ofTable(world, input['table']);
    }
    if (input['class_name'] !== undefined) {
      return { fields: { table: new PrefectNamingStrategy().classToTableName(input['class_name']) } };
    }
    if (input['property'] !== undefined) {
      return { fields: upsertColumns(world, input['property']) };
    }
    return new NotHandled('another kind of name');
  },
};

function ofClass(world: World, className: string, expected: JsonObject): Observation {
  return {
    fields: describeClass(world, className, expected),
    rules: { unordered: /^(columns|hybrids|relationships)$/ },
  };
}

async function ofTable(world: World, table: string): Promise<Observation> {
  return {
    fields: { ...(await catalogOf(world.database, table)) },
    rules: { unordered: /^(constraints|indexes)$/, form: { path: /^index_sql\./, of: indexStatement } },
  };
}

/** `flow_run_unique_upsert_columns` and the table that they are of. */
function upsertColumns(world: World, property: string): Record<string, unknown> {
  const table = property.replace(/_unique_upsert_columns$/, '');
  const columns = (world.database.configuration as unknown as Readonly<Record<string, unknown>>)[camelCase(property)];
  return { table: world.tables.of(table).tableName, columns };
}
