import type { AbstractSqlPlatform, Column, DatabaseTable, ForeignKey, IndexDef } from '@mikro-orm/sql';
import type { Alteration } from '../../migrations/alterations.ts';
import { parseIndex } from './index-text.ts';
import type { PrefectSchemaComparator } from './schema-comparator.ts';
import { normalExpression } from './sql-text.ts';

/** What is different, without the table. */
type Finding = Omit<Alteration, 'table'>;

/*
 * What does harm: whatever is missing or other than Prefect makes it, and whatever is added and may refuse a row that Prefect's tables
 * take. What does none: names, plain indexes, columns that may stay empty, other tables, views and triggers.
 */

/** How a table differs from what the entities expect, whatever its parts are called. */
export function alterationsOfTable(
  actual: DatabaseTable,
  expected: DatabaseTable,
  platform: AbstractSqlPlatform,
  comparator: PrefectSchemaComparator,
): Alteration[] {
  const findings = [
    ...expected.getColumns().flatMap((column) => columnFindings(actual, column, comparator)),
    ...extraColumnFindings(actual, expected),
    ...primaryKeyFindings(actual, expected),
    ...uniqueKeyFindings(actual, expected, platform),
    ...indexFindings(actual, expected, platform),
    ...foreignKeyFindings(actual, expected),
    ...checkFindings(actual, expected),
  ];
  return findings.map((finding) => ({ table: expected.name, ...finding }));
}

function columnFindings(actual: DatabaseTable, expected: Column, comparator: PrefectSchemaComparator): Finding[] {
  const { name } = expected;
  const found = actual.getColumn(name);
  if (!found) {
    return [harm(`the column ${name} is missing`)];
  }
  const changes = comparator.diffColumn(found, expected, actual);
  const missingWords = expected.enumItems?.filter((word) => !found.enumItems?.includes(word)) ?? [];
  return [
    ...(changes.has('type') ? [harm(`the column ${name} is ${found.type}, not ${expected.type}`)] : []),
    ...(changes.has('nullable') ? [harm(`the column ${name} may ${found.nullable ? '' : 'not '}be null`)] : []),
    ...(changes.has('default') ? [harm(`the column ${name} has ${spelled(found)}, not ${spelled(expected)}`)] : []),
    ...(changes.has('generated') ? [harm(`the column ${name} is ${found.generated ? '' : 'not '}computed`)] : []),
    ...(changes.has('collation') ? [harm(`the column ${name} has another collation`)] : []),
    ...(changes.has('enumItems') && missingWords.length > 0
      ? [harm(`the column ${name} does not take ${missingWords.join(', ')}`)]
      : []),
  ];
}

function spelled({ default: value }: Column): string {
  return value === null || value === undefined ? 'no default' : `the default ${value}`;
}

function extraColumnFindings(actual: DatabaseTable, expected: DatabaseTable): Finding[] {
  return actual
    .getColumns()
    .filter((column) => !expected.hasColumn(column.name))
    .map((column) => {
      const mayStayEmpty =
        column.nullable || (column.default ?? null) !== null || column.generated || column.autoincrement;
      return mayStayEmpty
        ? harmless(`the column ${column.name} is added`)
        : harm(`the column ${column.name} is added and may not be null, so new rows are refused`);
    });
}

function primaryKeyFindings(actual: DatabaseTable, expected: DatabaseTable): Finding[] {
  const [found, wanted] = [actual, expected].map((table) => table.getPrimaryKey()?.columnNames.join(', ') ?? '');
  if (found === wanted) {
    return [];
  }
  return [harm(found === '' ? 'the primary key is missing' : `the primary key is (${found}), not (${wanted})`)];
}

function uniqueKeyFindings(actual: DatabaseTable, expected: DatabaseTable, platform: AbstractSqlPlatform): Finding[] {
  const { missing, added } = unmatched(uniqueKeysOf(actual), uniqueKeysOf(expected), (index) =>
    indexContent(index, platform),
  );
  return [
    ...missing.map(({ keyName }) => harm(`the unique key ${keyName} is missing`)),
    ...added.map(({ keyName }) => harm(`the unique key ${keyName} is added and may refuse rows`)),
  ];
}

function uniqueKeysOf(table: DatabaseTable): IndexDef[] {
  return table.getIndexes().filter((index) => index.unique && !index.primary);
}

function indexFindings(actual: DatabaseTable, expected: DatabaseTable, platform: AbstractSqlPlatform): Finding[] {
  const { missing, added } = unmatched(plainIndexesOf(actual), plainIndexesOf(expected), (index) =>
    indexContent(index, platform),
  );
  return [
    ...missing.map(({ keyName }) => harmless(`the index ${keyName} is missing`)),
    ...added.map(({ keyName }) => harmless(`the index ${keyName} is added`)),
  ];
}

function plainIndexesOf(table: DatabaseTable): IndexDef[] {
  return table.getIndexes().filter((index) => !index.unique && !index.primary);
}

/** What an index does. A unique constraint and a unique index do the same, unless the constraint waits for the end of the transaction. */
function indexContent(index: IndexDef, platform: AbstractSqlPlatform): string {
  if (index.constraint && !index.expression) {
    const { columnNames: keys, deferMode } = index;
    return JSON.stringify({ unique: true, method: '', keys, include: [], where: '', deferMode });
  }
  return JSON.stringify(
    parseIndex(index.expression ?? platform.getSchemaHelper()?.getCreateIndexSQL('t', index) ?? ''),
  );
}

function foreignKeyFindings(actual: DatabaseTable, expected: DatabaseTable): Finding[] {
  const { missing, added } = unmatched(
    Object.values(actual.getForeignKeys()),
    Object.values(expected.getForeignKeys()),
    foreignKeyContent,
  );
  return [
    ...missing.map((key) => harm(`the foreign key ${key.constraintName} is missing, or has other rules`)),
    ...added.map((key) => harm(`the foreign key ${key.constraintName} is added and may refuse rows`)),
  ];
}

function foreignKeyContent(key: ForeignKey): string {
  const { columnNames, referencedColumnNames, deferMode } = key;
  // a table in a schema that is not the usual one is named with it
  const referenced = key.referencedTableName.split('.').at(-1);
  const rules = [key.deleteRule, key.updateRule].map((rule) => (rule ?? 'no action').toLowerCase());
  return JSON.stringify({ columnNames, referenced, referencedColumnNames, rules, deferMode });
}

function checkFindings(actual: DatabaseTable, expected: DatabaseTable): Finding[] {
  const { missing, added } = unmatched(actual.getChecks(), expected.getChecks(), (check) =>
    normalExpression(String(check.expression)),
  );
  return [
    ...missing.map(({ name }) => harm(`the check ${name} is missing`)),
    ...added.map(({ name }) => harm(`the check ${name} is added and may refuse rows`)),
  ];
}

/** What has no counterpart of the same content on the other side. */
function unmatched<T>(
  actual: readonly T[],
  expected: readonly T[],
  contentOf: (part: T) => string,
): { missing: T[]; added: T[] } {
  const [found, wanted] = [actual, expected].map((parts) => new Set(parts.map(contentOf))) as [
    Set<string>,
    Set<string>,
  ];
  return {
    missing: expected.filter((part) => !found.has(contentOf(part))),
    added: actual.filter((part) => !wanted.has(contentOf(part))),
  };
}

function harm(what: string): Finding {
  return { what, harmful: true };
}

function harmless(what: string): Finding {
  return { what, harmful: false };
}
