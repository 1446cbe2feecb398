import type { EntityProperty } from '@mikro-orm/core';
import {
  DocumentType,
  DurationType,
  EnumStringType,
  InstantType,
  type JsonObject,
  newId,
  UuidType,
} from '../../src/domain/index.ts';
import { isJson } from '../../conformance/support/values.ts';

/** Another value that the property can hold: the smallest change that its type knows. */
export function changedValue(value: unknown, property: EntityProperty): unknown {
  const type: unknown = property.customType;
  if (type instanceof InstantType) {
    return ((value as Temporal.Instant | null) ?? Temporal.Now.instant()).add({ microseconds: 1 });
  }
  if (type instanceof DurationType) {
    return (value as Temporal.Duration).add({ microseconds: 1 });
  }
  if (type instanceof UuidType) {
    return newId();
  }
  if (type instanceof EnumStringType) {
    return (type.members as readonly unknown[]).find((each) => each !== value);
  }
  if (type instanceof DocumentType) {
    return changedDocument(value);
  }
  return isJson(type) ? changedJson(value) : changedScalar(value, property);
}

function changedDocument(value: unknown): unknown {
  return Array.isArray(value) ? [...value, ...value] : { ...(value as JsonObject), written_here: [] };
}

function changedJson(value: unknown): unknown {
  return Array.isArray(value) ? [...value, 'geändert'] : { ...(value as JsonObject | null), geändert: true };
}

function changedScalar(value: unknown, { name, runtimeType }: EntityProperty): unknown {
  switch (runtimeType) {
    case 'string':
      return `${String(value ?? '')} geändert`;
    case 'number':
      return Number(value ?? 0) + 1;
    case 'boolean':
      return !value;
    default:
      throw new Error(`${name} is of a type that cannot be changed here: ${runtimeType}`);
  }
}
