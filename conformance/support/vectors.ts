import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type JsonObject, type JsonValue, parseJson } from '../../src/domain/index.ts';
import type { Dialect } from '../../test/support/databases/index.ts';

/** A row as the vectors write it: names of tables and columns, values in their wire form. */
export interface VectorRow {
  readonly table: string;
  readonly values: JsonObject;
}

/** One recorded case, as the file has it. */
export interface VectorCase {
  readonly id: string;
  readonly title: string;
  readonly input: JsonObject;
  readonly expected: JsonObject;
  readonly expected_by_dialect?: Readonly<Record<string, Readonly<Record<Dialect, JsonValue>>>>;
  readonly undefined_order?: JsonValue;
  readonly quirk?: string | { readonly by_dialect: Readonly<Record<Dialect, string | null>> };
  readonly note?: string;
  readonly level?: string;
}

export interface VectorFile {
  /** What kind of cases these are. */
  readonly file: string;
  /** Rows that several cases share, by name. */
  readonly worlds: Readonly<Record<string, readonly VectorRow[]>>;
  readonly cases: readonly VectorCase[];
}

/**
 * The vector files of a folder, by name. Numbers are exact: they are read as the package reads JSON columns.
 *
 * @param only the name of one file, with or without its ending
 * @throws where there is no such file, or a file is none of vectors
 */
export function readVectors(folder: string, only?: string): VectorFile[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .filter((name) => only === undefined || name === only || name === `${only}.json`)
    .toSorted();
  if (names.length === 0) {
    throw new Error(`${folder} holds no vector file${only === undefined ? '' : ` of the name ${only}`}`);
  }
  return names.map((name) => readVectorFile(join(folder, name)));
}

/** What the case expects on a dialect: a field stands in one of two places. */
export function expectedOn(vector: VectorCase, dialect: Dialect): JsonObject {
  const own = Object.entries(vector.expected_by_dialect ?? {}).map(
    ([field, values]) => [field, values[dialect]] as const,
  );
  return { ...vector.expected, ...Object.fromEntries(own) };
}

/** Which fault of the reference a case recorded on a dialect; undefined for none. */
export function quirkOn({ quirk }: VectorCase, dialect: Dialect): string | undefined {
  return typeof quirk === 'object' ? (quirk.by_dialect[dialect] ?? undefined) : quirk;
}

function readVectorFile(path: string): VectorFile {
  const content = parseJson(readFileSync(path, 'utf8')) as unknown as Partial<VectorFile>;
  if (!Array.isArray(content.cases)) {
    throw new Error(`${path} is no vector file: it has no cases`);
  }
  return { file: content.file ?? basename(path, '.json'), worlds: content.worlds ?? {}, cases: content.cases };
}
