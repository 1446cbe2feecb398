import { type Platform, type TransformContext, Type } from '@mikro-orm/core';
import { InvalidValueError } from './errors.ts';
import { storageOf } from './storage.ts';

const PLAIN = /^[\da-f-]{32,36}$/i;
const STORED = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A UUID as text, in lower case with hyphens; every spelling that Python's `uuid.UUID` takes is brought into this form. */
export class UuidType extends Type<string | null, string | null> {
  override convertToDatabaseValue(value: unknown, platform: Platform, context?: TransformContext): string | null {
    if (value === null || value === undefined) {
      return null;
    }
    if (context?.mode === 'hydration' && typeof value === 'object') {
      // a condition with an operator, which MikroORM looks up in the identity map as if it were a key
      return value as never;
    }
    // the reference's PostgreSQL driver takes no braces and no urn
    const spelled = typeof value === 'string' && (PLAIN.test(value) || !storageOf(platform).nativeTimes);
    const text = spelled ? normalUuid(value) : undefined;
    if (text === undefined) {
      throw new InvalidValueError(this, 'is not a UUID. Give 32 hexadecimal digits, with or without hyphens.');
    }
    return text;
  }

  override convertToJSValue(value: string | null, _platform: Platform): string | null {
    // SQLite holds what another program wrote, in its spelling
    return typeof value === 'string' ? (normalUuid(value) ?? value) : value;
  }

  override compareAsType(): string {
    return 'string';
  }

  /** A populated relation arrives as the data of its row, which is never the same as a key. */
  override compareValues(a: unknown, b: unknown): boolean {
    return a === b || (typeof a === 'string' && typeof b === 'string' && (normalUuid(a) ?? a) === (normalUuid(b) ?? b));
  }

  override ensureComparable(): boolean {
    return false;
  }

  override getColumnType(_prop: unknown, platform: Platform): string {
    return storageOf(platform).columnTypes.uuid;
  }

  override get runtimeType(): string {
    return 'string';
  }
}

/** The stored form of a UUID in any spelling that Python takes, or undefined. */
export function normalUuid(text: string): string | undefined {
  if (STORED.test(text)) {
    return text;
  }
  const digits = text
    .replaceAll('urn:', '')
    .replaceAll('uuid:', '')
    .replace(/^[{}]+|[{}]+$/g, '')
    .replaceAll('-', '')
    .toLowerCase();
  return /^[0-9a-f]{32}$/.test(digits) ? digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') : undefined;
}
