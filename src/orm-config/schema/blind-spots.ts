import { normalExpression } from './sql-text.ts';

/*
 * What a comparison of the database with the entities does not show, on purpose. Everything else shows: see
 * test/migrations, where a difference of each kind is planted.
 *
 * - The order of columns. An entity has its base's columns first, a table has them as Prefect's history made it; nothing depends on it.
 * - The extension pg_trgm. MikroORM knows no extensions; the migration makes it, and the indexes that need it are compared.
 * - Other schemas of the same PostgreSQL database, and the tables and views of extensions. They are not Prefect's.
 * - A word too many in a native enumeration. PostgreSQL cannot take one out, so there is nothing to answer; a missing one shows.
 * - Parentheses that only group, in an expression. PostgreSQL adds and drops them as it likes.
 * - The table of the migrator's own notes. MikroORM leaves it out by itself.
 */

/** Prefect's own note of its revision: no entity stands for it, and the migrator checks what it holds. */
export const skippedTables = ['alembic_version'];

/** Spellings of one type: the catalog shows the long one. SQLite shows what was declared, in whatever case. */
const typeNames: Readonly<Record<string, string>> = {
  timestamptz: 'timestamp with time zone',
  varchar: 'character varying',
  bool: 'boolean',
  int: 'integer',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  float8: 'double precision',
};

/** Whether two declared types are one. */
export function sameType(a: string, b: string): boolean {
  return canonicalType(a) === canonicalType(b);
}

function canonicalType(type: string): string {
  const [, name, rest] = /^([\w ]+?)\s*(\(.*)?$/.exec(type.trim().toLowerCase().replaceAll(/\s+/g, ' ')) ?? [];
  return name === undefined ? type : `${typeNames[name] ?? name}${(rest ?? '').replaceAll(' ', '')}`;
}

/**
 * Whether two defaults are one: no default and DEFAULT NULL are, `now()` and CURRENT_TIMESTAMP are, and a number is the same in quotes,
 * since it is only a number to a column of numbers.
 */
export function sameDefault(a: string | number | null, b: string | number | null): boolean {
  return canonicalDefault(a) === canonicalDefault(b);
}

function canonicalDefault(value: string | number | null): string | null {
  const text = value === null ? 'null' : normalExpression(String(value));
  if (text === 'null') {
    return null;
  }
  return text === 'now ( )' ? 'current_timestamp' : text.replace(/^'(-?\d+)'$/, '$1');
}
