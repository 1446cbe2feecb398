import type { EntityMetadata } from '@mikro-orm/core';
import type { CopiedColumn, TableIndex } from './tables.ts';

/** An index as a statement makes it: the columns that it orders by, and those that it only includes. */
const statement = /^create (unique )?index \S+ on \S+ \(([^()]*)\)(?: include \(([^()]*)\))?$/i;

/** The indexes of a table whose entries are values of its columns. */
export function indexesOf(meta: EntityMetadata, columns: readonly CopiedColumn[]): TableIndex[] {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const byProperty = new Map(columns.map((column) => [column.property.name, column]));
  const declared = [
    ...meta.uniques.map(({ properties }) => ({ of: names(properties), unique: true })),
    ...meta.indexes.map(({ properties }) => ({ of: names(properties), unique: false })),
    ...columns.map(({ property }) => ({
      of: property.unique || property.index ? [property.name] : [],
      unique: Boolean(property.unique),
    })),
  ].map(({ of, unique }) => ({ columns: of.map((name) => byProperty.get(name)), unique }));
  const written = [...meta.uniques, ...meta.indexes].flatMap(({ expression }) =>
    typeof expression === 'string' ? columnsOfStatement(expression, byName) : [],
  );
  return [...declared, ...written].flatMap(({ columns: found, unique }) => {
    const known = found.filter((column) => column !== undefined);
    return known.length > 0 && known.length === found.length ? [{ columns: known, unique }] : [];
  });
}

function columnsOfStatement(text: string, byName: ReadonlyMap<string, CopiedColumn>) {
  const [, unique, ordered, included = ''] = statement.exec(text) ?? [];
  if (ordered === undefined) {
    return [];
  }
  const list = [ordered, included].filter(Boolean).join(', ').split(', ');
  const columns = list.map((item) => byName.get(item.replace(/ desc$/i, '').replaceAll('"', '')));
  return [{ columns, unique: unique !== undefined }];
}

function names(properties: string | string[] | undefined): string[] {
  return properties === undefined ? [] : [properties].flat();
}
