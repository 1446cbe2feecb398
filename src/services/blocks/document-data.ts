import type { EntityManager } from '@mikro-orm/core';
import { BlockDocument, type JsonObject } from '../../domain/index.ts';
import { id as validId } from '../../queries/arguments.ts';
import { InvalidArgumentError } from '../../queries/errors.ts';
import { inChunks } from '../chunks.ts';
import { UnknownBlockError } from './errors.ts';
import { changed, isObject } from './schema-definitions.ts';

/** That a field of a document holds another document. */
export interface HeldDocument {
  readonly field: string;
  readonly id: string;
  /** Where it stands in the input. */
  readonly path: string;
}

/** The data of a block document: what is stored in it, and the other documents that its fields hold. */
export interface DocumentData {
  readonly content: JsonObject;
  readonly held: readonly HeldDocument[];
}

/**
 * Takes the data of a document apart. A reference stands at its first level: `{ "$ref": { "block_document_id": … } }`.
 *
 * @param path of the data in the input
 * @throws {@link InvalidArgumentError} for a reference that names no document
 */
export function documentDataOf(data: JsonObject, path: string): DocumentData {
  const held = Object.entries(data).flatMap(([field, value]) =>
    isObject(value) && Object.hasOwn(value, '$ref') ? heldIn(field, value['$ref'], `${path}.${field}.$ref`) : [],
  );
  return { content: changed(data, Object.fromEntries(held.map(({ field }) => [field, undefined]))), held };
}

function heldIn(field: string, reference: unknown, path: string): HeldDocument {
  if (typeof reference !== 'object' || reference === null) {
    throw new InvalidArgumentError(path, 'is no reference: it needs a block_document_id.');
  }
  const { block_document_id: id } = reference as { block_document_id?: unknown };
  return { field, id: validId(`${path}.block_document_id`, id), path: `${path}.block_document_id` };
}

/** @throws {@link UnknownBlockError} where one of the documents is not there */
export async function requireDocuments(em: EntityManager, held: readonly HeldDocument[]): Promise<void> {
  const found = new Set<string>();
  for (const chunk of inChunks(held)) {
    const ids = chunk.map(({ id }) => id);
    const documents = await em.find(BlockDocument, { id: { $in: ids } }, { fields: ['name'], populate: false });
    documents.forEach(({ id }) => found.add(id));
  }
  const missing = held.find(({ id }) => !found.has(id));
  if (missing !== undefined) {
    throw new UnknownBlockError(missing.path, 'block document', missing.id);
  }
}
