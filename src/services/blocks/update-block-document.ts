import { type EntityManager, ref } from '@mikro-orm/core';
import type * as z from 'zod';
import { BlockDocument, BlockDocumentReference, BlockSchema, type JsonObject } from '../../domain/index.ts';
import { findFernet } from '../../domain/blocks/encryption-key.ts';
import type { Fernet } from '../../domain/blocks/fernet.ts';
import { id as validId } from '../../queries/arguments.ts';
import { InvalidArgumentError } from '../../queries/errors.ts';
import { checked, flag, inputOf, jsonObject, uuid } from '../input.ts';
import { inTransaction } from '../transaction.ts';
import { blockDialectOf, take } from './dialects/index.ts';
import { documentContentOf } from './document-content.ts';
import { documentDataOf, type HeldDocument, requireDocuments } from './document-data.ts';
import { BlockCycleError, UnknownBlockError } from './errors.ts';
import { referencesFrom } from './references.ts';
import { changed } from './schema-definitions.ts';
import { SecretFields } from './secrets.ts';

const blockDocumentChanges = inputOf({
  blockSchemaId: uuid.nullish(),
  data: jsonObject.optional(),
  mergeExistingData: flag.optional(),
});

/** What of a block document may change. */
export type BlockDocumentChanges = z.infer<typeof blockDocumentChanges>;

/**
 * Changes the content of a block document, and its schema to another one of its type.
 *
 * The fields of `data` take the place of those that are stored, and the others stay; with `mergeExistingData: false` they go. A secret that
 * is given as `********` stays as it was. The references to other documents are those of `data`, if that is given: what it leaves out is no
 * longer referred to, as in the reference. Unlike there, a schema may also change without data.
 *
 * @returns null where there is none
 * @throws {@link InvalidArgumentError} for an input that makes no sense, {@link UnknownBlockError} for one that names a schema or document that is
 *   not there, {@link BlockCycleError} for a document that would hold itself; nothing is written
 * @throws {@link InvalidTokenError}, {@link InvalidEncryptionKeyError}, {@link InvalidBlockContentError} where the content cannot be decrypted
 */
export async function updateBlockDocument(
  em: EntityManager,
  id: string,
  changes: BlockDocumentChanges,
): Promise<BlockDocument | null> {
  const documentId = validId('id', id);
  const { blockSchemaId, data, mergeExistingData = true } = checked('changes', blockDocumentChanges, changes);
  const given = data ?? (mergeExistingData ? undefined : {});
  const { held } = documentDataOf(given ?? {}, 'changes.data');
  return inTransaction(em, async (tx) => {
    // the key before the document, as a rotation of it takes them
    const fernet = given && (await findFernet(tx));
    await take(tx, blockDialectOf(tx.getPlatform()).locksForDocument(documentId));
    const document = await tx.findOne(BlockDocument, { id: documentId }, { refresh: true });
    if (document === null) {
      return null;
    }
    const blockSchema = blockSchemaId == null ? null : await schemaFor(tx, document, blockSchemaId);
    if (given !== undefined) {
      const content = contentAfter(document, fernet, given, mergeExistingData);
      await setReferences(tx, document, held);
      await document.encryptData(tx, content);
    }
    if (blockSchema !== null) {
      document.blockSchema = ref(blockSchema);
    }
    await tx.flush();
    return document;
  });
}

async function schemaFor(em: EntityManager, document: BlockDocument, id: string): Promise<BlockSchema> {
  const schema = await em.findOne(BlockSchema, { id });
  if (schema === null) {
    throw new UnknownBlockError('changes.blockSchemaId', 'block schema', id);
  }
  if (schema.blockTypeId !== document.blockTypeId) {
    throw new InvalidArgumentError('changes.blockSchemaId', 'names a schema of another block type.');
  }
  return schema;
}

/** What is encrypted: without the references, which the stored content never has. */
function contentAfter(
  document: BlockDocument,
  fernet: Fernet | undefined,
  given: JsonObject,
  mergeExistingData: boolean,
): JsonObject {
  const stored = documentContentOf(document, fernet);
  const restored = new SecretFields(document.blockSchema.unwrap().fields).restoredIn(given, stored);
  return documentDataOf(mergeExistingData ? changed(stored, restored) : restored, 'changes.data').content;
}

/** Those that stay are left as they are. */
async function setReferences(em: EntityManager, document: BlockDocument, held: readonly HeldDocument[]): Promise<void> {
  const references = await em.find(BlockDocumentReference, { parentBlockDocument: document }, { refresh: true });
  const kept = new Set<BlockDocumentReference>();
  const added = held.filter(({ field, id }) => {
    const same = references.find(
      ({ name, referenceBlockDocumentId }) => name === field && referenceBlockDocumentId === id,
    );
    return same === undefined || !kept.add(same);
  });
  await requireDocuments(em, added);
  await requireNoCycle(em, document, added);
  em.remove(references.filter((reference) => !kept.has(reference)));
  for (const { field, id } of added) {
    em.persist(
      new BlockDocumentReference({
        name: field,
        parentBlockDocument: document,
        referenceBlockDocument: em.getReference(BlockDocument, id),
      }),
    );
  }
}

async function requireNoCycle(em: EntityManager, { id }: BlockDocument, added: readonly HeldDocument[]): Promise<void> {
  if (added.length === 0) {
    return;
  }
  await take(em, blockDialectOf(em.getPlatform()).locksForReferences);
  const starts = added.map((held) => held.id);
  const reached = await referencesFrom(em, 'block_document', starts);
  if (starts.includes(id) || reached.some(({ child }) => child === id)) {
    throw new BlockCycleError('block document', [id, ...starts.filter((start) => start !== id)]);
  }
}
