import { type EntityManager, type EntityProperty, helper } from '@mikro-orm/core';
import { columnsOf } from '../../conformance/support/tables.ts';
import { encode, encodeValue, isJson } from '../../conformance/support/values.ts';
import { DurationType, InstantType, type JsonObject, type JsonValue } from '../../src/domain/index.ts';

type Columns = Record<string, unknown>;

/** The columns of an entity, each value in the form in which `interchange.py` prints it. */
export function columnsOfEntity(em: EntityManager, entity: object): Columns {
  const platform = em.getPlatform();
  return Object.fromEntries(
    columnsOf(helper(entity).__meta).map((property) => [
      columnOf(property),
      encode((entity as Columns)[property.name], property, platform),
    ]),
  );
}

/**
 * The same columns, as a document of the REST API has them.
 *
 * @param absent columns that the API does not show
 * @throws where the document lacks another one
 */
export function columnsOfDocument(entity: object, document: JsonObject, absent: readonly string[] = []): Columns {
  const shown = columnsOf(helper(entity).__meta).filter((property) => !absent.includes(columnOf(property)));
  const missing = shown.map(columnOf).filter((column) => !(column in document));
  if (missing.length > 0) {
    throw new Error(`The API does not show ${missing.join(', ')} of ${entity.constructor.name}`);
  }
  return Object.fromEntries(
    shown.map((property) => [columnOf(property), fromApi(document[columnOf(property)] ?? null, property)]),
  );
}

/** Without the columns of these names. */
export function without(columns: Columns, absent: readonly string[]): Columns {
  return Object.fromEntries(Object.entries(columns).filter(([column]) => !absent.includes(column)));
}

/** A plain copy that can be compared, with every moment that stands in it written in one way. */
export function plain(value: unknown): unknown {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(value)) {
    return Temporal.Instant.from(value).toString({ fractionalSecondDigits: 6 });
  }
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  return typeof value === 'object' && value !== null && !(value instanceof Temporal.Instant)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
    : encodeValue(value);
}

/** Seconds, as the API has them, in whole microseconds. */
export function microseconds(seconds: JsonValue | undefined): number {
  return Math.round(Number(seconds) * 1_000_000);
}

function columnOf({ fieldNames }: EntityProperty): string {
  return fieldNames[0] ?? '';
}

function fromApi(value: JsonValue, property: EntityProperty): unknown {
  const type: unknown = property.customType;
  if (value === null) {
    return null;
  }
  if (type instanceof InstantType) {
    return plain(value);
  }
  if (type instanceof DurationType) {
    return microseconds(value);
  }
  return isJson(type) ? encodeValue(value) : value;
}
