import {
  type EntityClass,
  type EntityData,
  type EntityManager,
  ReferenceKind,
  type RequiredEntityData,
} from '@mikro-orm/core';

/** The values of an input by property: an input names a relation by its column, `flowId` for `flow`. */
export function rowValues<Entity extends object>(
  em: EntityManager,
  entityClass: EntityClass<Entity>,
  input: object,
): RequiredEntityData<Entity> & EntityData<Entity> {
  const relations = em.getMetadata(entityClass).props.filter(({ kind }) => kind === ReferenceKind.MANY_TO_ONE);
  const names = new Map(relations.map(({ name, fieldNames: [column] }) => [column, name]));
  const values = Object.entries(input).map(([key, value]) => [names.get(snakeCase(key)) ?? key, value] as const);
  return Object.fromEntries(values) as RequiredEntityData<Entity> & EntityData<Entity>;
}

function snakeCase(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
