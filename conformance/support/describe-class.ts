import { type EntityMetadata, type EntityProperty, ReferenceKind } from '@mikro-orm/core';
import type { JsonObject, JsonValue } from '../../src/domain/index.ts';
import { camelCase, columnsOf, hasMember } from './tables.ts';
import { encode } from './values.ts';
import type { World } from './world.ts';

type Metadata = EntityMetadata<object>;

/** What is called otherwise here, by class and attribute; `docs/mapping.md` lists all names. */
const ownNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Deployment: { _concurrency_limit: 'deprecatedConcurrencyLimit' },
  FlowRun: { _state: '_state' },
  FlowRunState: { _data: 'storedData' },
  TaskRun: { _state: '_state', subflow_run: 'subflowRuns' },
  TaskRunState: { _data: 'storedData' },
};

/** Relations of which the reference shows one row, though its keys allow several: here they are collections. */
const collectionsForOne: ReadonlySet<string> = new Set(['TaskRun.subflow_run']);

/** Columns that the reference has in the database only. */
const databaseOnly: Readonly<Record<string, readonly string[]>> = { Deployment: ['version_id'] };

const eagerLoading: ReadonlySet<JsonValue | undefined> = new Set(['selectin', 'joined', 'subquery', 'immediate']);

/** An entity in the words that the vectors have for the reference's class. */
export function describeClass(world: World, className: string, expected: JsonObject): JsonObject {
  const meta = world.tables.ofClass(className);
  return {
    table: meta.tableName,
    columns: columnsOf(meta)
      .filter((property) => !databaseOnly[className]?.includes(columnOf(property)))
      .map((property) => describeColumn(world, meta, property, counterpart(expected['columns'], columnOf(property)))),
    relationships: list(expected['relationships']).map((relation) => describeRelation(meta, relation)),
    synonyms: describeSynonyms(meta, expected['synonyms'] as JsonObject),
    hybrids: (expected['hybrids'] as string[]).filter((name) => isPrivate(name) || isThere(meta, name)),
  };
}

function describeColumn(
  world: World,
  meta: Metadata,
  property: EntityProperty,
  expected: JsonObject | undefined,
): JsonObject {
  return {
    name: columnOf(property),
    attribute: reachedBy(meta, property, expected?.['attribute']),
    nullable: property.nullable ?? false,
    primary_key: property.primary ?? false,
    client_default: clientDefault(world, property, expected?.['client_default']),
    onupdate: property.onUpdate ? 'db now()' : null,
  };
}

/** The reference's attribute if it leads to the column here too: as a property, or as the key of a relation. */
function reachedBy(meta: Metadata, property: EntityProperty, attribute: JsonValue | undefined): JsonValue {
  const name = typeof attribute === 'string' ? ownName(meta, attribute) : undefined;
  const reached =
    property.kind === ReferenceKind.SCALAR ? name === property.name : name !== undefined && name in meta.prototype;
  return reached ? (attribute as string) : property.name;
}

/** The value that the application gives: `callable` where the reference makes it for each row, null where it leaves it to the database. */
function clientDefault(world: World, property: EntityProperty, expected: JsonValue | undefined): JsonValue {
  const em = world.database.orm.em;
  const value: unknown = property.onCreate?.({}, em);
  if (value === undefined) {
    return null;
  }
  return expected === 'callable' ? expected : (encode(value, property, em.getPlatform()) as JsonValue);
}

function describeRelation(meta: Metadata, expected: JsonObject): JsonObject {
  const name = expected['name'] as string;
  const relation = (meta.properties as Record<string, EntityProperty | undefined>)[ownName(meta, name)];
  if (relation === undefined) {
    return {};
  }
  const isList = relation.kind === ReferenceKind.ONE_TO_MANY && !collectionsForOne.has(`${meta.className}.${name}`);
  return {
    name,
    target: relation.targetMeta?.className ?? null,
    direction: relation.kind === ReferenceKind.MANY_TO_ONE ? 'MANYTOONE' : 'ONETOMANY',
    uselist: isList,
    lazy: loadedAs(relation, expected['lazy']),
    order_by: describeOrder(relation),
  };
}

/** The reference's word where the relation is loaded at the same time, whatever the manner. */
function loadedAs(relation: EntityProperty, expected: JsonValue | undefined): JsonValue {
  const eager = relation.eager ?? false;
  return eager === eagerLoading.has(expected) ? (expected as string) : `eager: ${eager}`;
}

function describeOrder({ orderBy = [], targetMeta }: EntityProperty): string[] {
  const maps = (Array.isArray(orderBy) ? orderBy : [orderBy]) as Record<string, string>[];
  return maps.flatMap((map) =>
    Object.entries(map).map(([name, direction]) => {
      const column = (targetMeta?.properties as Record<string, EntityProperty> | undefined)?.[name]?.fieldNames[0];
      return `${targetMeta?.tableName}.${column} ${direction.toUpperCase()}`;
    }),
  );
}

function describeSynonyms(meta: Metadata, expected: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(expected).filter(([name]) => isThere(meta, name)));
}

function isThere(meta: Metadata, attribute: string): boolean {
  return hasMember(meta, ownName(meta, attribute));
}

function ownName({ className }: Metadata, attribute: string): string {
  return ownNames[className]?.[attribute] ?? camelCase(attribute);
}

/** What the reference keeps to itself. */
function isPrivate(name: string): boolean {
  return name.startsWith('_');
}

function columnOf(property: EntityProperty): string {
  return property.fieldNames[0] as string;
}

function counterpart(columns: JsonValue | undefined, name: string): JsonObject | undefined {
  return list(columns).find((column) => column['name'] === name);
}

function list(value: JsonValue | undefined): JsonObject[] {
  return (value ?? []) as JsonObject[];
}
