import { type EntityMetadata, type EntityProperty, helper, type Platform, Reference } from '@mikro-orm/core';
import { DocumentType } from '../../domain/types/document-type.ts';
import { type LogicalValue, sqlNull } from './logical-text.ts';
import { assertNoBytes, logicalValue, storedDocument, storedValue } from './logical-value.ts';
import { logicalValuesHash } from './row-hash.ts';
import type { LoadedRow } from './read-rows.ts';
import type { DigestColumn } from './table.ts';

/**
 * Hashes what an entity says, column by column from its properties.
 *
 * The row that it was loaded from is asked for two things that are not in it: which null a column of JSON holds, and the columns that
 * are not mapped.
 */
export function logicalEntityHash(
  columns: readonly DigestColumn[],
  meta: EntityMetadata,
  platform: Platform,
): (loaded: LoadedRow) => Buffer {
  const properties = new Map(
    meta.props.filter(({ persist }) => persist !== false).map((property) => [property.fieldNames?.[0], property]),
  );
  const readers = new Map(
    columns.map((column) => [column, readerOf(column, properties.get(column.name), platform)] as const),
  );
  const valuesHash = logicalValuesHash(columns);
  return (loaded) => valuesHash((column) => readers.get(column)!(loaded));
}

type Reader = (loaded: LoadedRow) => LogicalValue;

function readerOf(column: DigestColumn, property: EntityProperty | undefined, platform: Platform): Reader {
  if (!property) {
    return ({ row }) => storedValue(column, row[column.name], platform);
  }
  const read = (entity: object): unknown => propertyValue(entity, property, platform);
  return ({ entity, row }) => {
    const stored = row[column.name];
    assertNoBytes(column, stored);
    return column.kind === 'json' && stored === null ? sqlNull : logicalValue(column, read(entity));
  };
}

function propertyValue(entity: object, { name, customType }: EntityProperty, platform: Platform): unknown {
  const value = (entity as Record<string, unknown>)[name] ?? null;
  if (Reference.isReference(value)) {
    return helper(value.unwrap()).getPrimaryKey();
  }
  if (customType instanceof DocumentType && typeof value === 'object' && value !== null) {
    // as it would be written again: what its schema has added for the reader is not in the row
    return storedDocument(customType.convertToDatabaseValue(value, platform));
  }
  return value;
}
