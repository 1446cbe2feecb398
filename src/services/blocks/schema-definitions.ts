import type { JsonObject, JsonValue } from '../../domain/index.ts';
import { inheritNotes } from '../../domain/types/json/memory.ts';

/** The document with other values at some keys, and without those that are undefined. Numbers keep their spelling. */
export function changed(document: JsonObject, changes: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const entries = Object.entries({ ...document, ...changes }).filter(([, value]) => value !== undefined);
  const copy = Object.fromEntries(entries) as JsonObject;
  inheritNotes(document, copy);
  return copy;
}

/** The part of a JSON schema at a key, if it is an object. */
export function objectAt(document: JsonObject, key: string): JsonObject | undefined {
  const value = Object.hasOwn(document, key) ? document[key] : undefined;
  return isObject(value) ? value : undefined;
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The names of the definitions that a part of a JSON schema refers to, at any depth. */
export function definitionsNamedIn(part: JsonValue): string[] {
  if (Array.isArray(part)) {
    return part.flatMap(definitionsNamedIn);
  }
  if (!isObject(part)) {
    return [];
  }
  const reference = part['$ref'];
  const own = typeof reference === 'string' ? [reference.replaceAll('#/definitions/', '')] : [];
  return [...own, ...Object.values(part).flatMap(definitionsNamedIn)];
}

/** Of the definitions those that a schema needs, by itself or by another one, and that are no blocks. */
export function plainDefinitions(fields: JsonObject, definitions: JsonObject): JsonObject {
  const found = new Map<string, JsonObject>();
  const names = definitionsNamedIn(fields);
  for (let name = names.pop(); name !== undefined; name = names.pop()) {
    const definition = found.has(name) ? undefined : objectAt(definitions, name);
    if (definition !== undefined && isPlain(definition)) {
      found.set(name, definition);
      names.push(...definitionsNamedIn(definition));
    }
  }
  return Object.fromEntries(found);
}

function isPlain(definition: JsonObject): boolean {
  return Object.keys(definition).length > 0 && (definition['block_type_slug'] ?? null) === null;
}
