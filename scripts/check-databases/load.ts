import type { EntityManager, EntityMetadata } from '@mikro-orm/core';

/** The mapped classes that have a table, in order of table name. */
export function mappedClasses(em: EntityManager): EntityMetadata[] {
  return [...em.getMetadata().getAll().values()]
    .filter(({ abstract }) => !abstract)
    .toSorted((a, b) => (a.tableName < b.tableName ? -1 : 1));
}

/** Loads every row of a class with all its relations, and reads every property and getter of it. */
export async function loadAll(em: EntityManager, meta: EntityMetadata): Promise<object[]> {
  const loaded = (await em.find(
    meta.class,
    {},
    { populate: meta.relations.map(({ name }) => name) as never[] },
  )) as object[];
  for (const entity of loaded) {
    readAll(entity, meta);
  }
  return loaded;
}

function readAll(entity: object, meta: EntityMetadata): void {
  for (const name of [...meta.props.map((property) => property.name), ...gettersOf(entity)]) {
    void (entity as Record<string, unknown>)[name];
  }
}

function gettersOf(entity: object): string[] {
  const names: string[] = [];
  for (
    let prototype = Object.getPrototypeOf(entity);
    prototype !== Object.prototype;
    prototype = Object.getPrototypeOf(prototype)
  ) {
    const getters = Object.entries(Object.getOwnPropertyDescriptors(prototype)).filter(
      ([name, { get }]) => get && !name.startsWith('__'),
    );
    names.push(...getters.map(([name]) => name));
  }
  return names;
}
