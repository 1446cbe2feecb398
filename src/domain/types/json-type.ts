import {
  type EntityProperty,
  helper,
  JsonType as CoreJsonType,
  type Platform,
  type TransformContext,
} from '@mikro-orm/core';
import { InvalidValueError } from './errors.ts';
import { dumpJson, type DumpOptions } from './json/dump.ts';
import { InvalidJsonError } from './json/errors.ts';
import type { Origin } from './json/memory.ts';
import type { JsonValue } from './json/json-value.ts';
import { readDocument, sameDocument, type StoredJson, unchangedText } from './json/stored-document.ts';
import { storageOf } from './storage.ts';

/** What the JSON types share: text in Python's spelling, a memory of the stored text, comparison by content. */
export abstract class TextJsonType extends CoreJsonType {
  protected abstract readonly options: DumpOptions;

  /** Whether a null of the model is the JSON value `null`; otherwise it is SQL's. */
  readonly storesNull: boolean = false;

  override convertToDatabaseValue(value: unknown, platform: Platform, context?: TransformContext): string | null {
    if (value === undefined || (value === null && (!this.storesNull || context?.fromQuery))) {
      return null;
    }
    if (context?.fromQuery && typeof value === 'string') {
      return this.dump(value);
    }
    return this.write(value, this.origin(platform));
  }

  override convertToJSValue(value: StoredJson | null, platform: Platform): JsonValue {
    return value === null || value === undefined ? null : this.read(value, this.origin(platform));
  }

  override convertToJSValueSQL(key: string, _platform: Platform): string {
    return key;
  }

  override convertToDatabaseValueSQL(key: string): string {
    return key;
  }

  override ensureComparable(): boolean {
    return false;
  }

  override compareValues(a: unknown, b: unknown): boolean {
    return sameDocument(a as StoredJson, b as StoredJson);
  }

  override getColumnType(_prop: EntityProperty, platform: Platform): string {
    return storageOf(platform).columnTypes.jsonb;
  }

  protected read(value: StoredJson, origin: Origin): JsonValue {
    return this.explained(() => readDocument(value, undefined, origin));
  }

  protected write(value: unknown, origin: Origin): string | null {
    return this.explained(() => unchangedText(value, this.options, origin) ?? this.dump(value));
  }

  private origin(platform: Platform): Origin {
    return { type: this.constructor, storage: storageOf(platform) };
  }

  protected dump(value: unknown): string {
    return dumpJson(value, this.options);
  }

  /** Runs `task`; what is wrong with the JSON is told of the entity and property it belongs to. */
  protected explained<T>(task: () => T): T {
    try {
      return task();
    } catch (error) {
      throw error instanceof InvalidJsonError ? new InvalidValueError(this, error.message) : error;
    }
  }
}

/**
 * Prefect's own JSON type: `jsonb` on PostgreSQL, text on SQLite. Null is SQL NULL, NaN and the infinities become null as they do in
 * the reference, integers beyond 2^53 are bigint.
 */
export class JsonbType extends TextJsonType {
  protected override readonly options: DumpOptions = { nonFinite: 'null' };

  protected override write(value: unknown, origin: Origin): string | null {
    return typeof value === 'number' && !Number.isFinite(value) ? null : super.write(value, origin);
  }
}

/** Writes SQL NULL into a plain JSON column, where null is the JSON value. */
export const SQL_NULL: unique symbol = Symbol.for('prefect-orm.SQL_NULL');

/** How SQL NULL comes out of a select; no JSON text is empty. */
const ABSENT = '';

/**
 * Plain JSON: `json` on PostgreSQL, which keeps the text as it was written. Null is the JSON value `null`; a property left undefined,
 * and {@link SQL_NULL}, are SQL NULL. Both read as null, and a loaded row keeps the one it has. NaN is written as Python does;
 * PostgreSQL refuses it.
 */
export class JsonType extends TextJsonType {
  protected override readonly options: DumpOptions = { nonFinite: 'python' };
  override readonly storesNull = true;

  override convertToDatabaseValue(value: unknown, platform: Platform, context?: TransformContext): string | null {
    return value === SQL_NULL ? null : super.convertToDatabaseValue(value, platform, context);
  }

  override convertToJSValue(value: StoredJson | null, platform: Platform): JsonValue {
    return value === ABSENT ? null : super.convertToJSValue(value, platform);
  }

  // the mapper takes null for null, and would see a change in every row that has SQL NULL
  override convertToJSValueSQL(key: string, platform: Platform): string {
    return storageOf(platform).nativeJson ? `coalesce(${key}::text, '')` : `coalesce(${key}, '')`;
  }

  override compareValues(a: unknown, b: unknown): boolean {
    return a === ABSENT || b === ABSENT ? isNullText(a) && isNullText(b) : super.compareValues(a, b);
  }

  override getColumnType(_prop: EntityProperty, platform: Platform): string {
    return storageOf(platform).columnTypes.json;
  }
}

/** Whether a property of type {@link JsonType} holds, or will be stored as, SQL NULL rather than the JSON value `null`. */
export function isSqlNull<Entity extends object>(entity: Entity, property: keyof Entity & string): boolean {
  const value: unknown = entity[property];
  if (value !== null) {
    return value === undefined || value === SQL_NULL;
  }
  const stored = helper(entity).__originalEntityData as Record<string, unknown> | undefined;
  return stored?.[property] === ABSENT;
}

function isNullText(stored: unknown): boolean {
  return stored === ABSENT || stored === 'null';
}
