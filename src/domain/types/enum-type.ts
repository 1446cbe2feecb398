import { type EntityProperty, type Platform, Type } from '@mikro-orm/core';
import { InvalidValueError } from './errors.ts';
import { storageOf } from './storage.ts';

/** One of a few words: a native enumeration on PostgreSQL, unchecked text on SQLite. Checked on write on both. */
export abstract class EnumStringType<Member extends string> extends Type<Member | null, string | null> {
  /** What the enumeration is called in PostgreSQL. */
  abstract readonly nativeName: string;
  abstract readonly members: readonly Member[];
  /** The length that the reference's migrations declare on SQLite; it is not enforced there. */
  abstract readonly length: number;

  // a newer server's words, seen in the database: what is there may stay there
  private readonly foreign = new Set<unknown>();

  override convertToDatabaseValue(value: unknown, _platform: Platform): string | null {
    if (value === null || value === undefined) {
      return null;
    }
    if (!this.members.includes(value as Member) && !this.foreign.has(value)) {
      throw new InvalidValueError(this, `is none of ${this.members.join(', ')}.`);
    }
    return value as Member;
  }

  override convertToJSValue(value: string | null, _platform: Platform): Member | null {
    if (value !== null && !this.members.includes(value as Member)) {
      this.foreign.add(value);
    }
    return value as Member | null;
  }

  override compareAsType(): string {
    return 'string';
  }

  override ensureComparable(): boolean {
    return false;
  }

  override getColumnType(_prop: EntityProperty, platform: Platform): string {
    return storageOf(platform).nativeEnums ? this.nativeName : `VARCHAR(${this.length})`;
  }

  override get runtimeType(): string {
    return 'string';
  }
}
