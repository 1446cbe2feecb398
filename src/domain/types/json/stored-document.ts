import { dumpJson, type DumpOptions } from './dump.ts';
import type { JsonValue } from './json-value.ts';
import { type Origin, recallSource, rememberSource } from './memory.ts';
import { parseJson } from './parse.ts';

/** What a driver delivers from a JSON column: text, or a number where SQLite's affinity made one of it. */
export type StoredJson = string | number | bigint | boolean;

/** Completes a document that was read, without changing what it says: missing keys get their defaults. */
export type Completion = (value: JsonValue) => JsonValue;

/** Reads a stored document; it will remember its text for columns of the same origin. */
export function readDocument(stored: StoredJson, complete?: Completion, origin?: Origin): JsonValue {
  if (typeof stored !== 'string') {
    return stored;
  }
  const parsed = parseJson(stored);
  const value = complete ? complete(parsed) : parsed;
  if (origin && typeof value === 'object' && value !== null) {
    rememberSource(value, stored, origin);
  }
  return value;
}

/** The text that a document was read from, if it still says the same; undefined for a new one, a changed one, or one from elsewhere. */
export function unchangedText(
  value: unknown,
  options: DumpOptions,
  origin: Origin,
  complete?: Completion,
): string | undefined {
  const source = typeof value === 'object' && value !== null ? recallSource(value, origin) : undefined;
  if (source === undefined) {
    return undefined;
  }
  const text = dumpJson(value, options);
  // mostly the text itself; else the source was spelled otherwise, by a database or with defaults left out
  return text === source || text === dumpJson(readDocument(source, complete), options) ? source : undefined;
}

/** Whether two stored documents say the same, whatever their spelling and the order of their keys. */
export function sameDocument(a: StoredJson, b: StoredJson, complete?: Completion): boolean {
  return a === b || equal(readDocument(a, complete), readDocument(b, complete));
}

function equal(a: JsonValue, b: JsonValue): boolean {
  if (Object.is(a, b)) {
    return true;
  }
  if (
    typeof a !== 'object' ||
    typeof b !== 'object' ||
    a === null ||
    b === null ||
    Array.isArray(a) !== Array.isArray(b)
  ) {
    return false;
  }
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every(
      (key) =>
        Object.hasOwn(b, key) && equal((a as Record<string, JsonValue>)[key]!, (b as Record<string, JsonValue>)[key]!),
    )
  );
}
