import { readFileSync } from 'node:fs';
import { type JsonObject, parseJson } from '../../../src/domain/index.ts';
import {
  createBlockDocument,
  createBlockSchema,
  createBlockType,
  type FullBlockSchema,
} from '../../../src/services/blocks/index.ts';
import type { TestDatabase } from '../../support/dialects.ts';
import { uniqueName } from '../../support/factories.ts';

/** What a Prefect server made of blocks; see `fixtures/record-blocks.py`. */
export interface RecordedBlocks {
  readonly description: string;
  readonly code_example: string;
  readonly checksums: readonly { readonly fields: JsonObject; readonly checksum: string }[];
  readonly given: { readonly schema: JsonObject; readonly secrets: JsonObject; readonly document: JsonObject };
  readonly schema: { readonly checksum: string; readonly fields: JsonObject };
  readonly rows: Readonly<Record<string, JsonObject>>;
  readonly shown: JsonObject;
  readonly updates: readonly {
    readonly update: { readonly merge_existing_data: boolean; readonly data: JsonObject };
    readonly data: JsonObject;
    readonly held: Readonly<Record<string, string>>;
  }[];
}

/** Parsed as a stored document is: a checksum tells 1.0 from 1. */
export const recorded = parseJson(
  readFileSync(new URL('fixtures/blocks.json', import.meta.url), 'utf8'),
) as unknown as RecordedBlocks;

/** A block schema of a type of its own. */
export async function savedSchema(db: TestDatabase, fields: JsonObject = {}): Promise<FullBlockSchema> {
  const slug = uniqueName('type');
  const { id } = await createBlockType(db.em(), { name: slug, slug });
  return createBlockSchema(db.em(), { fields: { ...fields, title: slug }, blockTypeId: id });
}

/** The id of a block document. */
export async function savedDocument(
  db: TestDatabase,
  schema: FullBlockSchema,
  data: JsonObject,
  name = uniqueName('block'),
): Promise<string> {
  const parts = { blockSchemaId: schema.id, blockTypeId: schema.blockTypeId };
  return (await createBlockDocument(db.em(), { name, data, ...parts })).id;
}

/** As `data` names another document. */
export function referenceTo(id: string): JsonObject {
  return { $ref: { block_document_id: id } };
}
