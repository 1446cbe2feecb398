import { type EntityProperty, JsonType as CoreJsonType, type Platform, type TransformContext } from '@mikro-orm/core';
import { InvalidValueError } from './errors.ts';
import { dumpJson, type DumpOptions } from './json/dump.ts';
import { InvalidJsonError } from './json/errors.ts';
import type { JsonValue } from './json/json-value.ts';
import { readDocument, sameDocument, type StoredJson, unchangedText } from './json/stored-document.ts';
import { storageOf } from './storage.ts';

/** What the JSON types share: text in Python's spelling, a memory of the stored text, comparison by content. */
export abstract class TextJsonType extends CoreJsonType {
  protected abstract readonly options: DumpOptions;

  /** Whether a null of the model is the JSON value `null`; otherwise it is SQL's. */
  protected readonly storesNull: boolean = false;

  override convertToDatabaseValue(value: unknown, _platform: Platform, context?: TransformContext): string | null {
    if (value === undefined || (value === null && (!this.storesNull || context?.fromQuery))) {
      return null;
    }
    if (context?.fromQuery && typeof value === 'string') {
      return this.dump(value);
    }
    return this.write(value);
  }

  override convertToJSValue(value: StoredJson | null, _platform: Platform): JsonValue {
    return value === null || value === undefined ? null : this.read(value);
  }

  override convertToJSValueSQL(key: string): string {
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

  override toJSON(value: unknown): never {
    return showable(value) as never;
  }

  protected read(value: StoredJson): JsonValue {
    return this.explained(() => readDocument(value));
  }

  protected write(value: unknown): string | null {
    return this.explained(() => unchangedText(value, this.options) ?? this.dump(value));
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

  protected override write(value: unknown): string | null {
    return typeof value === 'number' && !Number.isFinite(value) ? null : super.write(value);
  }
}

/**
 * Plain JSON: `json` on PostgreSQL, which keeps the text as it was written. Null is the JSON value `null`; a property left undefined
 * is SQL NULL. NaN is written as Python does; PostgreSQL refuses it.
 */
export class JsonType extends TextJsonType {
  protected override readonly options: DumpOptions = { nonFinite: 'python' };
  protected override readonly storesNull = true;

  override getColumnType(_prop: EntityProperty, platform: Platform): string {
    return storageOf(platform).columnTypes.json;
  }
}

/** A copy for `JSON.stringify`, which cannot write bigint: beyond 2^53 an integer is shown by its digits. */
function showable(value: unknown): unknown {
  if (typeof value === 'bigint') {
    return String(value);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Array.isArray(value) ? value.map(showable) : Object.fromEntries(Object.entries(value).map(([k, v]) => [k, showable(v)]));
}
