import type { EntityManager } from '@mikro-orm/core';
import { BlockDocument } from '../../domain/index.ts';
import { findFernet } from '../../domain/blocks/encryption-key.ts';
import { id as validId } from '../../queries/arguments.ts';
import { count, list, type Listing, type ListOptions } from '../../queries/lists/list.ts';
import { blockDocumentSort, type BlockDocumentSort } from '../../queries/sort-orders.ts';
import { blockDocumentFilters, type BlockDocumentFilters } from './filters.ts';
import { type FullBlockDocument, fullBlockDocuments } from './full-block-document.ts';

const listing: Listing<BlockDocument, BlockDocumentFilters, BlockDocumentSort> = {
  entityClass: BlockDocument,
  filters: blockDocumentFilters,
  orders: blockDocumentSort,
  defaultSort: 'NAME_ASC',
};

/** Whether the secrets of a block are shown. */
export interface Secrecy {
  /** Secrets are `********` if false, or left out. */
  readonly includeSecrets?: boolean | undefined;
}

/**
 * A block document with the documents that it holds, however deep. Anonymous ones too.
 *
 * @returns null where there is none
 * @throws {@link InvalidArgumentError} for an id that is none, {@link BlockCycleError} for documents that hold each other
 * @throws {@link InvalidTokenError}, {@link InvalidEncryptionKeyError}, {@link InvalidBlockContentError} for what cannot be decrypted
 */
export async function readBlockDocument(
  em: EntityManager,
  id: string,
  secrecy: Secrecy = {},
): Promise<FullBlockDocument | null> {
  const documentId = validId('id', id);
  const [document = null] = await readAll(em, secrecy, async () => [documentId]);
  return document;
}

/**
 * The block document of a name and of a type; else as {@link readBlockDocument}.
 *
 * @param slug of the type
 */
export async function readBlockDocumentByName(
  em: EntityManager,
  slug: string,
  name: string,
  secrecy: Secrecy = {},
): Promise<FullBlockDocument | null> {
  const [document = null] = await readAll(em, secrecy, async (own) => {
    const found = await own.findOne(BlockDocument, { name, blockType: { slug } }, { fields: ['id'], populate: false });
    return found === null ? [] : [found.id];
  });
  return document;
}

/**
 * The block documents that meet the filters, with the documents that they hold; by name if not told otherwise. Anonymous ones are left out unless
 * `block_documents.is_anonymous` is asked for, or null.
 *
 * @throws {@link InvalidFilterError}, {@link InvalidArgumentError} for what makes no sense; nothing was sent
 * @throws as {@link readBlockDocument}
 */
export async function readBlockDocuments(
  em: EntityManager,
  { includeSecrets, filter, ...options }: ListOptions<BlockDocumentFilters, BlockDocumentSort> & Secrecy = {},
): Promise<FullBlockDocument[]> {
  return readAll(em, { includeSecrets }, async (own) => {
    const documents = await list(own, listing, { ...options, filter: withoutAnonymous(filter) });
    return documents.map(({ id }) => id);
  });
}

/**
 * How many block documents meet the filters; anonymous ones count as {@link readBlockDocuments} shows them.
 *
 * @throws {@link InvalidFilterError} for what makes no sense; nothing was sent
 */
export async function countBlockDocuments(em: EntityManager, filter?: BlockDocumentFilters): Promise<number> {
  return count(em, listing, withoutAnonymous(filter));
}

/** In one transaction that reads the key first: a rotation of it waits until what is encrypted with it was read. */
async function readAll(
  em: EntityManager,
  { includeSecrets = false }: Secrecy,
  idsOf: (own: EntityManager) => Promise<string[]>,
): Promise<FullBlockDocument[]> {
  const read = async (own: EntityManager): Promise<FullBlockDocument[]> => {
    const fernet = await findFernet(own);
    const ids = await idsOf(own);
    const full = await fullBlockDocuments(own, ids, { fernet, includeSecrets });
    return ids.flatMap((id) => full.get(id) ?? []);
  };
  const own = em.fork({ keepTransactionContext: true });
  return em.isInTransaction() ? read(own) : own.transactional(read, { readOnly: true });
}

function withoutAnonymous(filter: BlockDocumentFilters = {}): BlockDocumentFilters {
  const { block_documents: asked } = filter;
  return asked?.is_anonymous === undefined
    ? { ...filter, block_documents: { ...asked, is_anonymous: { eq_: false } } }
    : filter;
}
