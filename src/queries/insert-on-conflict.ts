import {
  type EntityClass,
  type EntityData,
  type EntityManager,
  type EntityMetadata,
  type EntityProperty,
  type Platform,
  QueryFlag,
  Reference,
  type RequiredEntityData,
  Utils,
} from '@mikro-orm/core';

/** What happens where a row with the same key is there already: it stays as it is, or these properties of it are set. */
export type ConflictAction<Entity> = 'nothing' | { readonly set: EntityData<Entity> };

/** The part of the drivers' query builder that is used here: only the configurations know drivers. */
interface InsertBuilder {
  unsetFlag(flag: QueryFlag): this;
  insert(row: object): this;
  onConflict(columns: readonly string[]): this;
  ignore(): this;
  merge(row: object): this;
  execute(method: 'run', mapResults: false): Promise<{ affectedRows: number }>;
}

/**
 * Inserts a row in one statement, or meets the one that has its key.
 *
 * The row is made by the entity's constructor, so it gets the defaults of the application, and its values go through the value types
 * of the properties. It stays outside the unit of work, because the row in the database may be another one: read it back by its key.
 * Nothing fires for the row that was met: `updated` moves only where `set` says so. A null in the key meets no row.
 *
 * @param em where the statement goes, inside the transaction if there is one
 * @param entityClass the class of the row
 * @param row a new entity, or what its constructor takes
 * @param key the columns of a unique key, such as `configuration.flowUniqueUpsertColumns`
 * @param action what is done with a row that is there already
 * @returns how many rows were inserted or updated: 0 where a row was met and left alone, else 1
 * @throws {@link InvalidValueError} for a value that a property cannot hold, and MikroORM's exceptions for what the database refuses,
 *   such as a row that meets another one by a key that was not given
 */
export async function insertOnConflict<Entity extends object>(
  em: EntityManager,
  entityClass: EntityClass<Entity>,
  row: Entity | RequiredEntityData<Entity>,
  key: readonly string[],
  action: ConflictAction<Entity>,
): Promise<number> {
  const builder = insertBuilder(em, entityClass)
    .insert(newEntity(em, entityClass, row))
    .onConflict(key);
  const set =
    action === 'nothing' ? {} : storedValues(em.getMetadata(entityClass), action.set as object, em.getPlatform());
  if (Utils.hasObjectKeys(set)) {
    builder.merge(set);
  } else {
    builder.ignore();
  }
  try {
    return (await builder.execute('run', false)).affectedRows;
  } catch (error) {
    // the builder passes on what the database's client says; the rest of MikroORM speaks in exceptions of its own
    throw em.getDriver().convertException(error as Error);
  }
}

function insertBuilder(em: EntityManager, entityClass: EntityClass): InsertBuilder {
  const { createQueryBuilder } = em as EntityManager & { createQueryBuilder(entityClass: EntityClass): InsertBuilder };
  // the builder makes an entity's values storable itself, and would then do so a second time
  return createQueryBuilder.call(em, entityClass).unsetFlag(QueryFlag.CONVERT_CUSTOM_TYPES);
}

/** A row that is not in the unit of work, with the defaults of the application. */
export function newEntity<Entity extends object>(
  em: EntityManager,
  entityClass: EntityClass<Entity>,
  row: Entity | RequiredEntityData<Entity>,
): Entity {
  // in a fork: the references that it makes would stay in the caller's unit of work
  const entity = Utils.isEntity<Entity>(row) ? row : created(em.fork(), entityClass, row);
  for (const property of em.getMetadata(entityClass).props) {
    // null counts as not given where there is a default, but not where there is room for it: em.create replaces it there too
    if (row[property.name as keyof typeof row] === null && property.nullable) {
      entity[property.name] = null as Entity[typeof property.name];
    } else if (property.onCreate && entity[property.name] == null) {
      entity[property.name] = property.onCreate(entity, em) as Entity[typeof property.name];
    }
  }
  return entity;
}

function created<Entity extends object>(
  em: EntityManager,
  entityClass: EntityClass<Entity>,
  row: RequiredEntityData<Entity>,
): Entity {
  return em.create(entityClass, row as never, { persist: false });
}

/** By column, as the driver binds them. */
function storedValues<Entity>(
  meta: EntityMetadata<Entity>,
  values: object,
  platform: Platform,
): Record<string, unknown> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    given.map(([name, value]) => {
      const property = (meta.properties as Record<string, EntityProperty<Entity> | undefined>)[name];
      const [column] = property?.fieldNames ?? [];
      if (property === undefined || column === undefined) {
        throw new TypeError(`${meta.className} has no property ${name} that a column belongs to`);
      }
      return [column, storedValue(property, value, platform)];
    }),
  );
}

function storedValue<Entity>(property: EntityProperty<Entity>, value: unknown, platform: Platform): unknown {
  const plain = property.targetMeta === undefined ? value : keyOf(value);
  return property.customType === undefined ? plain : property.customType.convertToDatabaseValue(plain, platform);
}

/** The key of an entity or a reference to one; a key is one already. */
function keyOf(related: unknown): unknown {
  const entity = Reference.unwrapReference(related as object);
  return Utils.isEntity(entity) ? Utils.extractPK(entity) : related;
}
