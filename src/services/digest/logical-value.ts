import type { Platform } from '@mikro-orm/core';
import { DurationType, InstantType, type JsonValue, parseJson, UuidType } from '../../domain/index.ts';
import { toMicroseconds } from '../../domain/types/duration-text.ts';
import type { ColumnKind, DigestColumn } from './table.ts';
import { UndigestibleValueError } from './errors.ts';
import { type LogicalValue, sqlNull } from './logical-text.ts';

/** What a column says whose value the model has as `value`; null is SQL's, and in a JSON column it is JSON's. */
export function logicalValue({ kind }: DigestColumn, value: unknown): LogicalValue {
  if (value === null) {
    return kind === 'json' ? null : sqlNull;
  }
  return valueOfKind[kind](value);
}

const valueOfKind: Readonly<Record<ColumnKind, (value: unknown) => JsonValue>> = {
  uuid: (value) => String(value).toLowerCase(),
  timestamp: (value) => (value as Temporal.Instant).toString({ smallestUnit: 'microsecond' }),
  interval: (value) => String(toMicroseconds(value as Temporal.Duration)),
  boolean: (value) => value as boolean,
  integer: Number,
  float: Number,
  text: (value) => value as string,
  json: (value) => value as JsonValue,
};

/** A stored document; numbers are what SQLite's affinity has made of some. */
export function storedDocument(stored: unknown): JsonValue {
  return typeof stored === 'string' ? parseJson(stored) : (stored as number);
}

/** @throws {@link UndigestibleValueError} */
export function assertNoBytes({ name }: DigestColumn, stored: unknown): void {
  if (Buffer.isBuffer(stored)) {
    throw new UndigestibleValueError(name, 'bytes');
  }
}

/** What a stored value says. */
export function storedValue(column: DigestColumn, stored: unknown, platform: Platform): LogicalValue {
  if (stored === null) {
    return sqlNull;
  }
  assertNoBytes(column, stored);
  return logicalValue(column, modelValue(column.kind, stored, platform));
}

const types: Partial<Record<ColumnKind, InstantType | DurationType | UuidType>> = {
  timestamp: new InstantType(),
  interval: new DurationType(),
  uuid: new UuidType(),
};

function modelValue(kind: ColumnKind, stored: unknown, platform: Platform): unknown {
  switch (kind) {
    case 'json':
      return storedDocument(stored);
    case 'boolean':
      // as a truth, a number or a text, by the database and how it is read
      return [true, 1, '1', 'true', 't'].includes(stored as string);
    default:
      return types[kind]?.convertToJSValue(stored as string, platform) ?? stored;
  }
}
