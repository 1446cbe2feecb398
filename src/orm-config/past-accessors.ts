import { helper } from '@mikro-orm/core';

/**
 * What `em.assign` gets, by the names of the properties themselves. MikroORM reads what it is about to replace, and by its accessor the
 * state of a run that is only referred to cannot be read.
 */
export function pastAccessors(entity: object, data: object): object {
  const properties = new Map<string, string>(
    helper(entity).__meta.props.flatMap(({ name, accessor }) => (accessor ? [[accessor, name]] : [])),
  );
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [properties.get(key) ?? key, value]));
}
