import type { EntityManager } from '@mikro-orm/core';
import { BlockSchema, type BlockType, type JsonObject, type JsonValue } from '../../domain/index.ts';
import { inChunks } from '../chunks.ts';
import { childrenFirst, type Reference } from './children-first.ts';
import { referencesFrom } from './references.ts';
import { changed, objectAt } from './schema-definitions.ts';

/** A block schema as Prefect's API shows it. */
export interface FullBlockSchema {
  readonly id: string;
  readonly created: Temporal.Instant;
  readonly updated: Temporal.Instant;
  /** `sha256:` and hexadecimal digits. */
  readonly checksum: string;
  /** The JSON schema with what it takes from others: `block_schema_references`, and the `definitions` of the blocks that its fields hold. */
  readonly fields: JsonObject;
  /** What such a block can do. */
  readonly capabilities: readonly string[];
  readonly version: string;
  readonly blockTypeId: string;
  readonly blockType: BlockType;
}

/** These schemas by id, in a handful of queries however deep they are. Unknown ids have none. */
export async function fullBlockSchemas(
  em: EntityManager,
  ids: readonly string[],
): Promise<ReadonlyMap<string, FullBlockSchema>> {
  const references = await referencesFrom(em, 'block_schema', ids);
  const schemas = await schemasById(em, [...new Set([...ids, ...references.map(({ child }) => child)])]);
  const full = new Map<string, FullBlockSchema>();
  for (const id of childrenFirst('block schema', [...schemas.keys()], references)) {
    const children = childrenOf(id, references, full);
    full.set(id, fullOf(schemas.get(id)!, children));
  }
  return full;
}

interface Child {
  readonly name: string;
  readonly schema: FullBlockSchema;
}

async function schemasById(em: EntityManager, ids: readonly string[]): Promise<Map<string, BlockSchema>> {
  const schemas: BlockSchema[] = [];
  for (const chunk of inChunks(ids)) {
    schemas.push(...(await em.find(BlockSchema, { id: { $in: chunk } })));
  }
  return new Map(schemas.map((schema) => [schema.id, schema]));
}

/** Oldest first: in this order a union names its schemas. */
function childrenOf(
  id: string,
  references: readonly Reference[],
  full: ReadonlyMap<string, FullBlockSchema>,
): readonly Child[] {
  return references
    .filter(({ parent, child }) => parent === id && full.has(child))
    .map(({ name, child }) => ({ name, schema: full.get(child)! }))
    .toSorted((a, b) => Temporal.Instant.compare(a.schema.created, b.schema.created));
}

function fullOf(schema: BlockSchema, children: readonly Child[]): FullBlockSchema {
  const definitions = { ...objectAt(schema.fields, 'definitions'), ...definitionsOf(children) };
  return {
    id: schema.id,
    created: schema.created,
    updated: schema.updated,
    checksum: schema.checksum,
    fields: changed(schema.fields, {
      block_schema_references: referencesTo(children),
      ...(Object.keys(definitions).length > 0 && { definitions }),
    }),
    capabilities: schema.capabilities,
    version: schema.version,
    blockTypeId: schema.blockTypeId,
    blockType: schema.blockType.unwrap(),
  };
}

/** By the name of the field: one reference, or a list where the field is a union. */
function referencesTo(children: readonly Child[]): JsonObject {
  const byName = Map.groupBy(children, ({ name }) => name);
  return Object.fromEntries(
    [...byName].map(([name, named]): [string, JsonValue] => {
      const distinct = new Map(
        named.map(({ schema }) => [`${schema.checksum} ${schema.blockType.slug}`, referenceTo(schema)]),
      );
      const references = [...distinct.values()];
      return [name, references.length === 1 ? references[0]! : references];
    }),
  );
}

function referenceTo({ checksum, blockType }: FullBlockSchema): JsonObject {
  return { block_schema_checksum: checksum, block_type_slug: blockType.slug };
}

/** By title, in one level: those of the children's children too. */
function definitionsOf(children: readonly Child[]): JsonObject {
  const entries = children.flatMap(({ schema: { fields } }): [string, JsonValue][] => {
    const { title } = fields;
    if (typeof title !== 'string') {
      return [];
    }
    return [
      [title, changed(fields, { definitions: undefined })],
      ...Object.entries(objectAt(fields, 'definitions') ?? {}),
    ];
  });
  return Object.fromEntries(entries);
}
