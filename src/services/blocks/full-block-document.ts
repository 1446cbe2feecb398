import type { EntityManager } from '@mikro-orm/core';
import { BlockDocument, type BlockType, type JsonObject } from '../../domain/index.ts';
import { showable } from '../../domain/types/json/showable.ts';
import type { Fernet } from '../../domain/blocks/fernet.ts';
import { inChunks } from '../chunks.ts';
import { documentContentOf } from './document-content.ts';
import { childrenFirst, type Reference } from './children-first.ts';
import { type FullBlockSchema, fullBlockSchemas } from './full-block-schema.ts';
import { referencesFrom } from './references.ts';
import { SecretFields } from './secrets.ts';

/** A document that a field of another holds. */
export interface HeldBlockDocument {
  readonly id: string;
  readonly name: string;
  readonly blockType: BlockType;
  readonly isAnonymous: boolean;
  readonly blockDocumentReferences: HeldBlockDocuments;
}

/** By the field that holds them. */
export type HeldBlockDocuments = Readonly<Record<string, { readonly blockDocument: HeldBlockDocument }>>;

/** A block document with the content of the documents that it holds. With its secrets, neither `JSON.stringify` nor a log shows the content. */
export class FullBlockDocument {
  readonly id: string;
  readonly created: Temporal.Instant;
  readonly updated: Temporal.Instant;
  readonly name: string;
  readonly isAnonymous: boolean;
  readonly blockTypeId: string;
  readonly blockTypeName: string | null;
  readonly blockType: BlockType;
  readonly blockSchemaId: string;
  readonly blockSchema: FullBlockSchema;
  readonly blockDocumentReferences: HeldBlockDocuments;
  readonly #data: JsonObject;
  readonly #hasSecrets: boolean;

  constructor(
    document: BlockDocument,
    schema: FullBlockSchema,
    held: HeldBlockDocuments,
    data: JsonObject,
    hasSecrets: boolean,
  ) {
    this.id = document.id;
    this.created = document.created;
    this.updated = document.updated;
    this.name = document.name;
    this.isAnonymous = document.isAnonymous;
    this.blockTypeId = document.blockTypeId;
    this.blockTypeName = document.blockTypeName;
    this.blockType = document.blockType.unwrap();
    this.blockSchemaId = document.blockSchemaId;
    this.blockSchema = schema;
    this.blockDocumentReferences = held;
    this.#data = data;
    this.#hasSecrets = hasSecrets;
  }

  /** The content, where a field that holds another document has that one's content. Secrets are `********` unless they were asked for. */
  get data(): JsonObject {
    return this.#data;
  }

  /** Says which document this is, and nothing that a log should not hold. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `${this.constructor.name}(id=${this.id})`;
  }

  /** For `JSON.stringify`: without the content, if that has the secrets. */
  toJSON(): object {
    const shown = Object.fromEntries(Object.entries(this));
    return showable(this.#hasSecrets ? shown : { ...shown, data: this.#data }) as object;
  }
}

/**
 * These documents by id, in a handful of queries however deep they are. Unknown ids have none.
 *
 * @throws {@link BlockCycleError}, InvalidTokenError, InvalidBlockContentError
 */
export async function fullBlockDocuments(
  em: EntityManager,
  ids: readonly string[],
  { fernet, includeSecrets }: { fernet: Fernet | undefined; includeSecrets: boolean },
): Promise<ReadonlyMap<string, FullBlockDocument>> {
  const references = await referencesFrom(em, 'block_document', ids);
  const documents = await documentsById(em, [...new Set([...ids, ...references.map(({ child }) => child)])]);
  const schemas = await fullBlockSchemas(em, [...new Set([...documents.values()].map((each) => each.blockSchemaId))]);
  const held = Map.groupBy(references, ({ parent }) => parent);
  const full = new Map<string, FullBlockDocument>();
  for (const id of childrenFirst('block document', [...documents.keys()], references)) {
    const document = documents.get(id)!;
    const content = contentWith(document, fernet, includeSecrets);
    const children = childrenOf(held.get(id) ?? [], full);
    const schema = schemas.get(document.blockSchemaId)!;
    const data = { ...content, ...Object.fromEntries(children.map(([field, child]) => [field, child.data])) };
    full.set(id, new FullBlockDocument(document, schema, heldOf(children), data, includeSecrets));
  }
  return full;
}

async function documentsById(em: EntityManager, ids: readonly string[]): Promise<Map<string, BlockDocument>> {
  const documents: BlockDocument[] = [];
  for (const chunk of inChunks(ids)) {
    documents.push(...(await em.find(BlockDocument, { id: { $in: chunk } })));
  }
  return new Map(documents.map((document) => [document.id, document]));
}

function contentWith(document: BlockDocument, fernet: Fernet | undefined, includeSecrets: boolean): JsonObject {
  const content = documentContentOf(document, fernet);
  return includeSecrets ? content : new SecretFields(document.blockSchema.unwrap().fields).hiddenIn(content);
}

/** Of two documents under one name the later one by its own name counts, as in the reference. */
function childrenOf(
  references: readonly Reference[],
  full: ReadonlyMap<string, FullBlockDocument>,
): [field: string, child: FullBlockDocument][] {
  return references
    .flatMap(({ name, child }): [string, FullBlockDocument][] => (full.has(child) ? [[name, full.get(child)!]] : []))
    .toSorted(([, a], [, b]) => (a.name < b.name ? -1 : 1));
}

function heldOf(children: readonly (readonly [string, FullBlockDocument])[]): HeldBlockDocuments {
  return Object.fromEntries(
    children.map(([field, { id, name, blockType, isAnonymous, blockDocumentReferences }]) => [
      field,
      { blockDocument: { id, name, blockType, isAnonymous, blockDocumentReferences } },
    ]),
  );
}
