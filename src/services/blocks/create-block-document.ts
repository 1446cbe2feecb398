import type { EntityManager } from '@mikro-orm/core';
import type * as z from 'zod';
import { BlockDocument, BlockDocumentReference, BlockSchema, BlockType, newId } from '../../domain/index.ts';
import { InvalidArgumentError } from '../../queries/errors.ts';
import { checked, flag, type Given, inputOf, jsonObject, uuid } from '../input.ts';
import { inTransaction } from '../transaction.ts';
import { documentDataOf, requireDocuments } from './document-data.ts';
import { UnknownBlockError } from './errors.ts';
import { documentName } from './fields.ts';

const newBlockDocument = inputOf({
  name: documentName.nullish(),
  data: jsonObject.optional(),
  blockTypeId: uuid,
  blockSchemaId: uuid,
  isAnonymous: flag.optional(),
});

/**
 * A block document that is to be there. Its data is encrypted, but for references to other documents at its first level, which look like
 * `{ "$ref": { "block_document_id": "…" } }`. An anonymous one may do without a name, and gets one.
 */
export type NewBlockDocument = z.infer<typeof newBlockDocument>;

/**
 * Makes a block document with its references to others.
 *
 * @throws {@link InvalidArgumentError} for an input that makes no sense, {@link UnknownBlockError} for one that names a type, schema or document
 *   that is not there; nothing is written
 * @throws {@link InvalidEncryptionKeyError} where there is no key to encrypt with
 * @throws MikroORM's `UniqueConstraintViolationException` where the type has a document of this name
 */
export async function createBlockDocument(em: EntityManager, blockDocument: NewBlockDocument): Promise<BlockDocument> {
  const values = checked('blockDocument', newBlockDocument, blockDocument);
  const name = nameOf(values);
  const { content, held } = documentDataOf(values.data ?? {}, 'blockDocument.data');
  return inTransaction(em, async (tx) => {
    const { blockType, blockSchema } = await partsOf(tx, values);
    await requireDocuments(tx, held);
    const document = new BlockDocument({
      name,
      blockType,
      blockSchema,
      blockTypeName: blockType.name,
      isAnonymous: values.isAnonymous ?? false,
    });
    await document.encryptData(tx, content);
    tx.persist(document);
    for (const { field, id } of held) {
      tx.persist(
        new BlockDocumentReference({
          name: field,
          parentBlockDocument: document,
          referenceBlockDocument: tx.getReference(BlockDocument, id),
        }),
      );
    }
    await tx.flush();
    return document;
  });
}

function nameOf({ name, isAnonymous }: Given<NewBlockDocument>): string {
  if (name) {
    return name;
  }
  if (!isAnonymous) {
    throw new InvalidArgumentError('blockDocument.name', 'is missing: only an anonymous block may do without.');
  }
  return `anonymous-${newId()}`;
}

async function partsOf(
  em: EntityManager,
  { blockTypeId, blockSchemaId }: Given<NewBlockDocument>,
): Promise<{ blockType: BlockType; blockSchema: BlockSchema }> {
  const blockType = await em.findOne(BlockType, { id: blockTypeId });
  if (blockType === null) {
    throw new UnknownBlockError('blockDocument.blockTypeId', 'block type', blockTypeId);
  }
  const blockSchema = await em.findOne(BlockSchema, { id: blockSchemaId });
  if (blockSchema === null) {
    throw new UnknownBlockError('blockDocument.blockSchemaId', 'block schema', blockSchemaId);
  }
  if (blockSchema.blockTypeId !== blockTypeId) {
    throw new InvalidArgumentError('blockDocument.blockSchemaId', 'names a schema of another block type.');
  }
  return { blockType, blockSchema };
}
