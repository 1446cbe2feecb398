import type { EntityManager } from '@mikro-orm/core';
import { BlockSchema, BlockSchemaReference, BlockType, type JsonObject } from '../../domain/index.ts';
import { InvalidArgumentError } from '../../queries/errors.ts';
import { insertOnConflict } from '../../queries/insert-on-conflict.ts';
import { BlockCycleError, UnknownBlockError } from './errors.ts';
import { newestSchemaId } from './newest-schema-id.ts';
import { blockSchemaChecksum } from './schema-checksum.ts';
import { changed, definitionsNamedIn, objectAt, plainDefinitions } from './schema-definitions.ts';
import { type NamedSchema, schemasNamedIn } from './schema-references.ts';

/** What a schema has that was given no version. */
export const noVersion = 'non-versioned';

/** A schema on its way into the database. */
interface Draft {
  readonly fields: JsonObject;
  readonly blockTypeId: string;
  readonly capabilities: readonly string[];
  readonly version: string;
  /** Where its fields stand in the input. */
  readonly path: string;
  /** The schemas that it is nested in. */
  readonly above: readonly string[];
}

/** How blocks, and whatever else fields refer to, are defined. There is one at least. */
interface Definitions {
  readonly byName: JsonObject;
  /** Where they stand in the input. */
  readonly path: string;
}

/**
 * Stores a schema with those that it holds, unless they are there already.
 *
 * @param inherited the definitions of the outermost schema, which hold for those within
 * @returns its id
 * @throws {@link InvalidArgumentError}, {@link UnknownBlockError}, {@link BlockCycleError}
 */
export async function storeSchema(
  em: EntityManager,
  draft: Draft,
  inherited: Definitions | undefined = definitionsIn(draft),
): Promise<string> {
  const { fields, version, path } = draft;
  const references = schemasNamedIn(fields, path);
  const complete = inherited === undefined ? fields : changed(fields, { definitions: inherited.byName });
  const checksum = blockSchemaChecksum(complete);
  const found = await newestSchemaId(em, checksum, version);
  if (found !== undefined) {
    return outside(draft.above, found);
  }
  const row = {
    checksum,
    fields: storedFields(complete, inherited),
    blockType: draft.blockTypeId,
    capabilities: [...draft.capabilities],
    version,
  };
  await insertOnConflict(em, BlockSchema, row, ['checksum', 'version'], 'nothing');
  const id = (await newestSchemaId(em, checksum, version))!;
  for (const reference of references) {
    const child = await storedChild(em, draft, id, reference, inherited);
    await refer(em, id, child, reference.field);
  }
  return id;
}

/** Without what has a table of its own: the references, and the definitions of blocks. */
function storedFields(fields: JsonObject, definitions: Definitions | undefined): JsonObject {
  const withoutReferences = changed(fields, { block_schema_references: undefined });
  if (definitions === undefined) {
    return withoutReferences;
  }
  const plain = plainDefinitions(fields, definitions.byName);
  return changed(withoutReferences, { definitions: Object.keys(plain).length > 0 ? plain : undefined });
}

function definitionsIn({ fields, path }: Draft): Definitions | undefined {
  const byName = objectAt(fields, 'definitions');
  return byName && Object.keys(byName).length > 0 ? { byName, path: `${path}.definitions` } : undefined;
}

function outside(above: readonly string[], id: string): string {
  if (above.includes(id)) {
    throw new BlockCycleError('block schema', above);
  }
  return id;
}

async function storedChild(
  em: EntityManager,
  parent: Draft,
  parentId: string,
  { field, slug, checksum, path }: NamedSchema,
  definitions: Definitions | undefined,
): Promise<string> {
  const blockType = await em.findOne(BlockType, { slug });
  if (blockType === null) {
    throw new UnknownBlockError(`${path}.block_type_slug`, 'block type', slug);
  }
  const above = [...parent.above, parentId];
  const found = await newestSchemaId(em, checksum);
  if (found !== undefined) {
    return outside(above, found);
  }
  const name = definitions && definitionName(parent.fields, field, slug, definitions);
  if (name === undefined) {
    throw new InvalidArgumentError(
      path,
      'names a schema that is neither there nor defined. Save it first, or define it.',
    );
  }
  const draft = {
    fields: objectAt(definitions!.byName, name)!,
    blockTypeId: blockType.id,
    capabilities: [],
    version: noVersion,
    path: `${definitions!.path}.${name}`,
    above,
  };
  return storeSchema(em, draft, definitions);
}

/** How the block that a field holds is defined; where it may hold several, that of the type. */
function definitionName(fields: JsonObject, field: string, slug: string, { byName }: Definitions): string | undefined {
  const property = objectAt(fields, 'properties')?.[field] ?? null;
  const names = definitionsNamedIn(property).filter((name) => objectAt(byName, name) !== undefined);
  return names.length === 1 ? names[0] : names.find((name) => objectAt(byName, name)!['block_type_slug'] === slug);
}

async function refer(em: EntityManager, parent: string, child: string, name: string): Promise<void> {
  const reference = { name, parentBlockSchema: parent, referenceBlockSchema: child };
  if ((await em.count(BlockSchemaReference, reference)) === 0) {
    await em.persist(em.create(BlockSchemaReference, reference)).flush();
  }
}
