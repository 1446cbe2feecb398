import { type EntityProperty, type Platform, ReferenceKind, type Type } from '@mikro-orm/core';
import {
  DocumentType,
  DurationType,
  InstantType,
  JsonbType,
  JsonType,
  type JsonValue,
  parseJson,
} from '../../src/domain/index.ts';

/**
 * The value that a program would give to a property for a value of a vector file.
 *
 * What makes no value of the property's type is passed on as it is: whether it is refused is for the package to say.
 */
export function decode(wire: JsonValue, property: EntityProperty): unknown {
  const type: unknown = property.customType;
  if (property.kind !== ReferenceKind.SCALAR) {
    return wire;
  }
  if (type instanceof InstantType) {
    return decodeInstant(wire);
  }
  if (type instanceof DurationType) {
    return decodeDuration(wire);
  }
  return isJson(type) ? decodeJson(wire) : wire;
}

/** The value of a property, as the vector files write it. Of a document it is what is stored, without what reading fills in. */
export function encode(value: unknown, property: EntityProperty, platform: Platform): unknown {
  return property.customType instanceof DocumentType
    ? storedDocument(value, property.customType, platform)
    : encodeRead(value, property);
}

/** The value of a property as it was read, as the vector files write it. */
export function encodeRead(value: unknown, property: EntityProperty): unknown {
  return property.kind === ReferenceKind.SCALAR ? encodeValue(value) : ((value as { id: string } | null)?.id ?? null);
}

/** A value without a property, as the vector files write it. */
export function encodeValue(value: unknown): unknown {
  if (value instanceof Temporal.Instant) {
    return value.toString({ fractionalSecondDigits: 6 });
  }
  if (value instanceof Temporal.Duration) {
    return microsecondsOf(value);
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return { $float: String(value) };
  }
  if (Array.isArray(value)) {
    return value.map(encodeValue);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encodeValue(item)]));
  }
  return value ?? null;
}

/** A moment of a vector file. */
export function instantOf(wire: JsonValue | undefined): Temporal.Instant {
  return Temporal.Instant.from(wire as string);
}

function decodeInstant(wire: JsonValue): unknown {
  try {
    return Temporal.Instant.from(wire as string);
  } catch {
    return wire;
  }
}

function decodeDuration(wire: JsonValue): unknown {
  if (typeof wire !== 'number' && typeof wire !== 'bigint') {
    return wire;
  }
  // in two parts: all in microseconds would be more than a number can hold exactly
  const microseconds = BigInt(wire);
  return Temporal.Duration.from({
    seconds: Number(microseconds / 1_000_000n),
    microseconds: Number(microseconds % 1_000_000n),
  });
}

function microsecondsOf(duration: Temporal.Duration): number | bigint {
  const { days, hours, minutes, seconds, milliseconds, microseconds } = duration;
  const whole = ((BigInt(days) * 24n + BigInt(hours)) * 60n + BigInt(minutes)) * 60n + BigInt(seconds);
  const exact = (whole * 1000n + BigInt(milliseconds)) * 1000n + BigInt(microseconds);
  return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
}

/** A plain copy, as a program would make the value: what was read from a file remembers how its numbers were spelled. */
function decodeJson(wire: JsonValue): JsonValue {
  if (Array.isArray(wire)) {
    return wire.map(decodeJson);
  }
  if (typeof wire !== 'object' || wire === null) {
    return wire;
  }
  const { $float: float, ...others } = wire;
  if (typeof float === 'string' && Object.keys(others).length === 0) {
    return Number(float);
  }
  return Object.fromEntries(Object.entries(wire).map(([key, item]) => [key, decodeJson(item)]));
}

function storedDocument(value: unknown, type: Type<unknown, unknown>, platform: Platform): unknown {
  const stored = type.convertToDatabaseValue(value, platform);
  return typeof stored === 'string' ? encodeValue(parseJson(stored)) : null;
}

/** Whether a type stores JSON, with a schema or without. */
export function isJson(type: unknown): boolean {
  return type instanceof JsonbType || type instanceof JsonType || type instanceof DocumentType;
}
