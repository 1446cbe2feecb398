import type { Platform } from '@mikro-orm/core';
import { InstantType, InvalidValueError } from '../domain/index.ts';
import { toMicroseconds } from '../domain/types/duration-text.ts';
import { normalUuid } from '../domain/types/uuid-type.ts';
import { InvalidArgumentError } from './errors.ts';

const instants = new InstantType();

/** @throws {@link InvalidArgumentError} for anything but a whole number from 0 up */
export function wholeNumber(parameter: string, value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) {
    throw new InvalidArgumentError(parameter, 'is not a whole number from 0 up.');
  }
  return value as number;
}

/** The id as it is stored. */
export function id(parameter: string, value: unknown): string {
  const stored = typeof value === 'string' ? normalUuid(value) : undefined;
  if (stored === undefined) {
    throw new InvalidArgumentError(parameter, 'is not a UUID. Give 32 hexadecimal digits, with or without hyphens.');
  }
  return stored;
}

/** The ids as they are stored. */
export function ids(parameter: string, values: unknown): string[] {
  if (!Array.isArray(values)) {
    throw new InvalidArgumentError(parameter, 'is not a list of UUIDs.');
  }
  return values.map((value, index) => id(`${parameter}[${index}]`, value));
}

/** The moment as it is stored. */
export function storedInstant(parameter: string, value: unknown, platform: Platform): string {
  try {
    const stored = value == null ? null : instants.convertToDatabaseValue(value, platform);
    if (stored !== null) {
      return stored;
    }
  } catch (error) {
    if (!(error instanceof InvalidValueError)) {
      throw error;
    }
  }
  throw new InvalidArgumentError(parameter, 'is not a Temporal.Instant in the years 1 to 9999.');
}

/** Whole microseconds of a duration. */
export function microsecondsOf(parameter: string, value: unknown): bigint {
  const microseconds = value instanceof Temporal.Duration ? toMicroseconds(value) : undefined;
  if (microseconds === undefined) {
    throw new InvalidArgumentError(parameter, 'is not a Temporal.Duration in weeks or less.');
  }
  return microseconds;
}

/** What a check makes of an argument that was given; one that was left out stays undefined. */
export function given<Value, Checked>(value: Value | undefined, check: (value: Value) => Checked): Checked | undefined {
  return value === undefined ? undefined : check(value);
}
