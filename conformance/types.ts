import { type EntityProperty, ReferenceKind } from '@mikro-orm/core';
import type { JsonObject, JsonValue } from '../src/domain/index.ts';
import { factories } from '../test/support/factories.ts';
import { errorAs, failureOf, nameOfError } from './support/errors.ts';
import type { Observation, Suite } from './support/suite.ts';
import { camelCase, propertyOfColumn } from './support/tables.ts';
import { decode, encodeRead } from './support/values.ts';
import { expectedOn } from './support/vectors.ts';
import type { Identified, World } from './support/world.ts';

interface Input {
  readonly table: string;
  readonly column: string;
  readonly attribute: string;
  readonly value: JsonValue;
  readonly omitted: boolean;
}

/** What the database itself says about a value. */
interface Stored {
  raw: unknown;
  raw_type: unknown;
}

/** How one value is stored, and what is read back. */
export const types: Suite = {
  file: 'types',

  async run(vector, world): Promise<Observation> {
    const input = vector.input as unknown as Input;
    const expected = expectedOn(vector, world.database.dialect);
    const seen: Partial<Stored> & { read?: unknown } = {};
    const error = await failureOf(async () => {
      const { id } = await write(world, input);
      Object.assign(seen, await readStored(world, input, id));
      seen.read = await read(world, input, id);
    });
    return {
      fields: { error: errorAs(expected['error'], error), raw: null, raw_type: null, read: null, ...seen },
      rules: { exactText: /^raw/ },
      ...refusedBefore(input, expected, error),
    };
  },
};

/** The reference stores some foreign values on SQLite as they are, and refuses them when it reads them; here they are not stored. */
function refusedBefore({ value }: Input, expected: JsonObject, error: unknown): Pick<Observation, 'byRule'> {
  const refused = error !== undefined && nameOfError(error) === 'refused by the package';
  const stored = expected['error'] != null && typeof value === 'string' && expected['raw'] === value;
  return refused && stored
    ? { byRule: { rule: 'refused before it is stored, not when it is read', fields: ['raw', 'raw_type'] } }
    : {};
}

async function write(world: World, { table, column, value, omitted, attribute }: Input): Promise<Identified> {
  const em = world.em();
  const meta = world.tables.of(table);
  const property = propertyOfColumn(meta, column);
  const entity = validEntity(world, table, property) as Identified & Record<string, unknown>;
  if (!omitted) {
    assign(entity, namedBy(attribute, column, property), decode(value, property), property, world);
  }
  em.persist(entity);
  await em.flush();
  return entity;
}

/** What the attribute is called here: the reference may have a second name for a column, and so may the entity. */
function namedBy(attribute: string, column: string, property: EntityProperty): string {
  return attribute === column ? property.name : camelCase(attribute);
}

function assign(
  entity: Record<string, unknown>,
  name: string,
  value: unknown,
  property: EntityProperty,
  world: World,
): void {
  const isRelation = property.kind === ReferenceKind.MANY_TO_ONE && value !== null;
  entity[name] = isRelation
    ? world.em().getReference(property.targetMeta?.class as never, value as never, { wrapped: true })
    : value;
}

/** An entity with what it must have beside one property; its relations are rows of the case where there are any. */
function validEntity(world: World, table: string, without: EntityProperty): Identified {
  const meta = world.tables.of(table);
  const relations = meta.relations.filter(({ kind, nullable }) => kind === ReferenceKind.MANY_TO_ONE && !nullable);
  const present = relations.flatMap(({ name, targetMeta }) => {
    const id = world.rows.find((row) => row.table === targetMeta?.tableName)?.values['id'];
    return id === undefined ? [] : [[name, world.em().getReference(targetMeta?.class as never, id as never)] as const];
  });
  const make = factories[meta.className as keyof typeof factories] as (values: object) => Identified;
  return make({ ...Object.fromEntries(present), [without.name]: undefined });
}

async function readStored(world: World, { table, column }: Input, id: string): Promise<Stored> {
  const statement =
    world.database.dialect === 'sqlite'
      ? `select "${column}" as raw, typeof("${column}") as raw_type from ${table} where id = ?`
      : `select "${column}"::text as raw, pg_typeof("${column}")::text as raw_type from ${table} where id = ?`;
  const [row] = await world.database.query<Stored>(statement, [id]);
  return row as Stored;
}

async function read(world: World, { table, column, attribute }: Input, id: string): Promise<unknown> {
  const meta = world.tables.of(table);
  const property = propertyOfColumn(meta, column);
  const entity = (await world.em().findOneOrFail(meta.class, { id })) as Record<string, unknown>;
  return encodeRead(entity[namedBy(attribute, column, property)], property);
}
