import { hash } from 'node:crypto';
import type { EntityProperty, Platform } from '@mikro-orm/core';
import type { DigestColumn, StoredRow } from './table.ts';
import { digestDialectOf } from './dialects/index.ts';
import { type LogicalValue, logicalText, stringText } from './logical-text.ts';
import { storedValue } from './logical-value.ts';
import { compareInUtf8, utf8 } from './utf8.ts';

/** The SHA-256 of a row, 32 bytes. */
export type RowHash = (row: StoredRow) => Buffer;

/** The kind of the column behind a mapped property. */
export function columnOf(property: EntityProperty, platform: Platform): DigestColumn {
  const name = property.fieldNames[0]!;
  return { name, kind: digestDialectOf(platform).kindOf(name, property.columnTypes[0]!) };
}

/**
 * Hashes what is stored, down to the byte. On PostgreSQL the digest of a database reads every column as text; a float that its driver
 * has made a number of is spelled as JavaScript does.
 */
export function rawRowHash(columns: readonly DigestColumn[], platform: Platform): RowHash {
  const { rawField } = digestDialectOf(platform);
  const ordered = inOrder(columns);
  return (row) => {
    const fields = ordered.flatMap((column) => [`${column.name}=`, rawField(row[column.name], column), ';']);
    return fields.some((field) => typeof field !== 'string') ? sha256(joined(fields)) : sha256(utf8(fields.join('')));
  };
}

/** Hashes what a stored row says, which is the same on both databases. */
export function logicalRowHash(columns: readonly DigestColumn[], platform: Platform): RowHash {
  const valuesHash = logicalValuesHash(columns);
  return (row) => valuesHash((column) => storedValue(column, row[column.name], platform));
}

/** Hashes a row by what its columns say. */
export function logicalValuesHash(
  columns: readonly DigestColumn[],
): (valueOf: (column: DigestColumn) => LogicalValue) => Buffer {
  const keyed = inOrder(columns).map((column) => ({ column, key: stringText(column.name) }));
  return (valueOf) => sha256(utf8(`{${keyed.map(({ column, key }) => key + logicalText(valueOf(column))).join('')}}`));
}

function inOrder(columns: readonly DigestColumn[]): readonly DigestColumn[] {
  return columns.toSorted((a, b) => compareInUtf8(a.name, b.name));
}

function joined(fields: readonly (string | Buffer)[]): Buffer {
  return Buffer.concat(fields.map((field) => (typeof field === 'string' ? utf8(field) : field)));
}

function sha256(bytes: Buffer): Buffer {
  return hash('sha256', bytes, 'buffer');
}
