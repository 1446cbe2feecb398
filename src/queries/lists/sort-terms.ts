import type { EntityMetadata, EntityProperty } from '@mikro-orm/core';
import { InstantType } from '../../domain/index.ts';
import { fixedText, parseInstant } from '../../domain/types/instant-text.ts';
import { normalUuid } from '../../domain/types/uuid-type.ts';
import type { Row } from '../filters/row.ts';
import type { SortKey } from '../sort-order.ts';
import { joined, sql, type Statement } from '../statement.ts';

/** The largest integer of a column. */
const maxInteger = 2 ** 31 - 1;

/** What rows are sorted by, in SQL. */
export interface SortTerm {
  readonly value: Statement;
  readonly direction: 'asc' | 'desc';
  readonly isNullable: boolean;
  /** Whether this may be a value of the term, as the database gives it; null aside. */
  isValue(value: unknown): boolean;
}

/** The terms of an order, and the id at last, so that no two rows are alike. */
export function termsOf<Entity>(
  meta: EntityMetadata<Entity>,
  keys: readonly SortKey<Entity>[],
  row: Row,
): readonly SortTerm[] {
  const properties = meta.properties as Readonly<Record<string, EntityProperty>>;
  const term = (names: readonly string[], direction: 'asc' | 'desc') =>
    termOf(
      names.map((name) => properties[name] as EntityProperty),
      direction,
      row,
    );
  const terms = keys.map(({ firstOf, direction }) => term(firstOf, direction));
  const isUnique = keys.some(({ firstOf }) => firstOf.join() === 'id');
  return isUnique ? terms : [...terms, term(['id'], terms.at(-1)?.direction ?? 'asc')];
}

/** The terms as they stand after `order by`. */
export function orderOf(terms: readonly SortTerm[]): Statement {
  return joined(
    terms.map(({ value, direction }) => (direction === 'asc' ? sql`${value} asc` : sql`${value} desc`)),
    ', ',
  );
}

function termOf(properties: readonly EntityProperty[], direction: 'asc' | 'desc', row: Row): SortTerm {
  const columns = properties.map(({ fieldNames }) => row.column(fieldNames[0] as string));
  return {
    value: columns.length === 1 ? joined(columns, '') : sql`coalesce(${joined(columns, ', ')})`,
    direction,
    isNullable: properties.every(({ nullable }) => nullable === true),
    isValue: checkOf(properties[0] as EntityProperty),
  };
}

function checkOf({ customType, name, runtimeType }: EntityProperty): (value: unknown) => boolean {
  if (customType instanceof InstantType) {
    return isStoredInstant;
  }
  if (runtimeType === 'number') {
    return (value) => Number.isInteger(value) && Math.abs(value as number) <= maxInteger;
  }
  return name === 'id'
    ? (value) => typeof value === 'string' && normalUuid(value) !== undefined
    : (value) => typeof value === 'string' && !value.includes('\0');
}

/** As a database prints it: PostgreSQL reads less than Temporal does. */
function isStoredInstant(value: unknown): boolean {
  if (value === 'infinity' || value === '-infinity') {
    return true;
  }
  if (typeof value !== 'string' || !/^[\d-]+[ T][\d:.]+(?:Z|\+[\d:]+)?$/.test(value)) {
    return false;
  }
  try {
    return fixedText(parseInstant(value)) !== undefined;
  } catch {
    return false;
  }
}
