import { type Platform, Type } from '@mikro-orm/core';
import { fromMicroseconds, intervalText, parseInterval, toMicroseconds } from './duration-text.ts';
import { InvalidValueError } from './errors.ts';
import { fixedText, parseInstant } from './instant-text.ts';
import { storageOf } from './storage.ts';

/** No time at all: what a run has spent before it ran. */
export const zeroDuration = new Temporal.Duration();

const ZERO_TEXTS = new Set<unknown>(['1970-01-01 00:00:00.000000', '00:00:00', 0, 0n]);

/**
 * A length of time in microseconds: `Temporal.Duration` here; on SQLite the text of the moment that lies as far from 1970, on PostgreSQL
 * an `interval`. Days have 24 hours; years and months, whose length is not known, are refused.
 */
export class DurationType extends Type<Temporal.Duration | null, string | number | bigint | null> {
  override convertToDatabaseValue(value: unknown, platform: Platform): string | null {
    if (value === null || value === undefined) {
      return null;
    }
    if (!(value instanceof Temporal.Duration)) {
      throw new InvalidValueError(this, 'is not a Temporal.Duration.');
    }
    const total = toMicroseconds(value);
    if (total === undefined) {
      throw new InvalidValueError(this, 'has years or months, whose length is not known. Give it in days or less.');
    }
    const text = storageOf(platform).nativeTimes ? intervalText(total) : distanceText(total);
    if (text === undefined) {
      throw new InvalidValueError(this, 'is longer than the database can hold: between -719162 and 2932896 days.');
    }
    return text;
  }

  override convertToJSValue(value: string | number | bigint | null, _platform: Platform): Temporal.Duration | null {
    if (value === null || value === undefined) {
      return null;
    }
    return ZERO_TEXTS.has(value) ? zeroDuration : fromMicroseconds(this.microseconds(value));
  }

  override compareAsType(): string {
    return 'any';
  }

  /** `36:00:00`, `1 day 12:00:00` and, on SQLite, the integer 0 of the server default are spellings of what is here one value. */
  override compareValues(a: string | number | bigint, b: string | number | bigint): boolean {
    return a === b || (ZERO_TEXTS.has(a) && ZERO_TEXTS.has(b)) || this.microseconds(a) === this.microseconds(b);
  }

  override ensureComparable(): boolean {
    return false;
  }

  override fromJSON(value: unknown): Temporal.Duration | null {
    return value === null ? null : Temporal.Duration.from(String(value));
  }

  override getColumnType(_prop: unknown, platform: Platform): string {
    return storageOf(platform).columnTypes.interval;
  }

  override get runtimeType(): string {
    return 'Temporal.Duration';
  }

  private microseconds(value: string | number | bigint): bigint {
    if (typeof value !== 'string') {
      // only the server default of SQLite stores a number, and it is 0
      return BigInt(Math.trunc(Number(value)));
    }
    const total = /^\d{4}-\d\d-\d\d/.test(value) ? parseInstant(value).epochNanoseconds / 1000n : parseInterval(value);
    if (total === undefined) {
      throw new InvalidValueError(this, 'the database holds something that is not an interval. Repair the row.');
    }
    return total;
  }
}

function distanceText(total: bigint): string | undefined {
  try {
    return fixedText(Temporal.Instant.fromEpochNanoseconds(total * 1000n));
  } catch {
    return undefined;
  }
}
