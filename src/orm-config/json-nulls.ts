import { type EntityData, type EntityMetadata, JsonType } from '@mikro-orm/core';
import type { TextJsonType } from '../domain/types/json-type.ts';

const properties = new WeakMap<EntityMetadata, readonly string[]>();

/**
 * Takes a JSON null for SQL NULL, where the two are one to the model: in every JSON column but the plain ones. MikroORM would see null in
 * the entity against a text in the row, and write the row though nothing has changed.
 */
export function withoutJsonNulls<T extends object>(
  row: EntityData<T> | null,
  meta: EntityMetadata<T>,
): EntityData<T> | null {
  if (row === null) {
    return row;
  }
  const values = row as Record<string, unknown>;
  for (const property of propertiesOf(meta as EntityMetadata)) {
    if (values[property] === 'null') {
      values[property] = null;
    }
  }
  return row;
}

function propertiesOf(meta: EntityMetadata): readonly string[] {
  let found = properties.get(meta);
  if (!found) {
    found = meta.props
      .filter(({ customType }) => customType instanceof JsonType && !(customType as TextJsonType).storesNull)
      .map((prop) => prop.name);
    properties.set(meta, found);
  }
  return found;
}
