import {
  type AnyEntity,
  type Collection,
  helper,
  Reference,
  ReferenceKind,
  type RequiredEntityData,
  Utils,
} from '@mikro-orm/core';

/**
 * What the constructor of an entity takes: its properties by name. What has a default may be left out; null there means the default
 * too, unless the column can be null. A relation is an entity or a reference to one.
 */
export type Init<Entity, Data = RequiredEntityData<Entity>> = {
  [Key in keyof Data as Settable<Entity, Key>]: Key extends keyof Entity
    ? Given<Entity[Key]> | Absent<Data, Key>
    : never;
};

/** Gives a new entity the values that its constructor got. What is undefined keeps its default. */
export function fill(entity: object, values: object): void {
  const properties = entity as Record<string, unknown>;
  for (const [key, value] of Object.entries(values)) {
    if (Utils.isEntity(value, true)) {
      properties[key] = Reference.create(value as AnyEntity);
    } else if (value !== undefined && !isRelation(entity, key, value)) {
      properties[key] = value;
    }
  }
}

/** Whether `value` stands for entities which em.create makes, or fetches, itself: keys, data, the items of a collection. */
function isRelation(entity: AnyEntity, key: string, value: unknown): boolean {
  const kind = helper(entity)?.__meta.props.find(({ name, accessor }) => name === key || accessor === key)?.kind;
  return value !== null && kind !== undefined && kind !== ReferenceKind.SCALAR;
}

type Given<Value> = Value extends { unwrap(): infer Target } ? Value | Target : Value;

type Absent<Data, Key extends keyof Data> = object extends Pick<Data, Key> ? null | undefined : never;

/** Neither a collection, which fills from the other side, nor a getter. */
type Settable<Entity, Key> = Key extends keyof Entity
  ? Entity[Key] extends Collection<never>
    ? never
    : IsSame<Pick<Entity, Key>, Readonly<Pick<Entity, Key>>> extends true
      ? never
      : Key
  : never;

// a modifier such as readonly only shows where TypeScript compares types that it has not worked out yet
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
type IsSame<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
