import { type EntityManager, type EntityMetadata, type EntityProperty, type Platform, ref } from '@mikro-orm/core';
import { JsonType, sqliteStorage } from '../../domain/types/index.ts';
import type { RecordedRow, StoredValue } from './recording.ts';
import type { Unit } from './units.ts';

export type AnyEntity = Record<string, unknown> & { id: string };

/** The values of a recording are as SQLite stores them, whatever database they go into. */
const recordedOn = { storage: sqliteStorage } as unknown as Platform;

/** The mapped class of a recorded row. */
export function metadataOf(em: EntityManager, row: RecordedRow): EntityMetadata<AnyEntity> {
  const found = [...em.getMetadata().getAll().values()].find(
    ({ tableName, abstract }) => tableName === row.table && !abstract,
  );
  if (!found) {
    throw new TypeError(`No class is mapped to the table ${row.table}.`);
  }
  return found as EntityMetadata<AnyEntity>;
}

/**
 * New entities for the rows of a unit, tied to each other and to what is in the database already. Nothing is persisted. No run points at
 * a state yet.
 */
export function entitiesOf(em: EntityManager, unit: Unit): AnyEntity[] {
  const made = new Map(unit.rows.map((row) => [row.id, construct(em, row)]));
  for (const row of unit.rows) {
    relate(em, row, made);
  }
  return [...made.values()];
}

/** When a row was last written, as it was recorded. */
export function recordedUpdate(em: EntityManager, row: RecordedRow): Temporal.Instant {
  const updated = metadataOf(em, row).properties['updated']!;
  return valueOf(updated, storedValue(row, updated)) as Temporal.Instant;
}

function construct(em: EntityManager, row: RecordedRow): AnyEntity {
  const meta = metadataOf(em, row);
  const values = columnsOf(meta)
    .filter(({ targetMeta }) => !targetMeta)
    .flatMap((property) => {
      const value = valueOf(property, storedValue(row, property));
      return value === undefined ? [] : [[property.name, value]];
    });
  const Class = meta.class as unknown as new (values: object) => AnyEntity;
  return new Class(Object.fromEntries(values));
}

/** Sets the relations, once every entity of the unit is there. */
function relate(em: EntityManager, row: RecordedRow, made: ReadonlyMap<string, AnyEntity>): void {
  const entity = made.get(row.id)!;
  for (const property of columnsOf(metadataOf(em, row))) {
    const id = storedValue(row, property);
    if (property.targetMeta && property.name !== '_state' && id !== null) {
      entity[property.name] = referTo(em, property, String(id), made);
    }
  }
}

function referTo(
  em: EntityManager,
  { targetMeta, mapToPk }: EntityProperty,
  id: string,
  made: ReadonlyMap<string, AnyEntity>,
): unknown {
  if (mapToPk) {
    return id;
  }
  const sibling = made.get(id);
  return sibling ? ref(sibling) : em.getReference(targetMeta!.class, id as never, { wrapped: true });
}

/** The properties that a column stands behind. */
export function columnsOf(meta: EntityMetadata<AnyEntity>): EntityProperty[] {
  return meta.props.filter(({ persist, fieldNames }) => persist !== false && fieldNames?.length === 1);
}

/** What the column of a property holds in a recorded row. */
export function storedValue(row: RecordedRow, property: EntityProperty): StoredValue {
  return row.values[property.fieldNames[0]!] ?? null;
}

/** What the property holds when it is loaded from such a row; undefined to leave it out. */
function valueOf(property: EntityProperty, stored: StoredValue): unknown {
  if (stored === null) {
    // to plain JSON null is a value of its own, and only what is left out is SQL's
    return property.customType instanceof JsonType ? undefined : null;
  }
  if (property.customType) {
    return property.customType.convertToJSValue(stored, recordedOn);
  }
  return property.runtimeType === 'boolean' ? stored === 1 : stored;
}
