import { type Platform, type TransformContext, Type } from '@mikro-orm/core';
import { InvalidValueError } from './errors.ts';
import { earliest, fixedText, latest, parseInstant, printedText } from './instant-text.ts';
import { storageOf } from './storage.ts';

/**
 * A moment in microseconds: `Temporal.Instant` here; text of fixed width in UTC on SQLite, `timestamptz` on PostgreSQL.
 *
 * The years 1 to 9999 are storable; on PostgreSQL the very first and last of their microseconds are the infinities, as the reference's
 * driver has it. What is finer than a microsecond is cut.
 */
export class InstantType extends Type<Temporal.Instant | null, string | null> {
  override convertToDatabaseValue(value: unknown, platform: Platform, _context?: TransformContext): string | null {
    if (value === null || value === undefined) {
      return null;
    }
    if (!(value instanceof Temporal.Instant)) {
      throw new InvalidValueError(
        this,
        'is not a Temporal.Instant. Use now(), or Temporal.Instant.from() with a zone in the text.',
      );
    }
    const text = fixedText(value);
    if (text === undefined) {
      throw new InvalidValueError(
        this,
        'lies outside the years 1 to 9999, which is all that the databases of the reference hold.',
      );
    }
    return storageOf(platform).nativeTimes ? nativeText(value, text) : text;
  }

  override convertToJSValue(value: string | null, _platform: Platform): Temporal.Instant | null {
    switch (value) {
      case null:
      case undefined:
        return null;
      case '-infinity':
        return earliest;
      case 'infinity':
        return latest;
      default:
        return this.parse(value);
    }
  }

  override compareAsType(): string {
    return 'string';
  }

  /** The same moment may be stored in another spelling, by SQL or by an older server: that is no change. */
  override compareValues(a: string, b: string): boolean {
    return a === b || (!a.includes('inf') && !b.includes('inf') && parseInstant(a).equals(parseInstant(b)));
  }

  override ensureComparable(): boolean {
    return false;
  }

  override fromJSON(value: unknown): Temporal.Instant | null {
    return value === null ? null : Temporal.Instant.from(String(value));
  }

  override getColumnType(_prop: unknown, platform: Platform): string {
    return storageOf(platform).columnTypes.timestamp;
  }

  override get runtimeType(): string {
    return 'Temporal.Instant';
  }

  private parse(text: string): Temporal.Instant {
    try {
      return parseInstant(text);
    } catch {
      throw new InvalidValueError(this, 'the database holds something that is not a timestamp. Repair the row.');
    }
  }
}

function nativeText(value: Temporal.Instant, text: string): string {
  if (text.startsWith('0001-01-01 00:00:00.000000') || text.startsWith('9999-12-31 23:59:59.999999')) {
    return value.epochNanoseconds < 0n ? '-infinity' : 'infinity';
  }
  return printedText(text);
}
