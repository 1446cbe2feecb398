import { readContent } from './block-content.ts';
import type { BlockDocument } from './block-document.ts';
import { InvalidTokenError } from './errors.ts';
import type { Fernet } from './fernet.ts';
import { NotLoadedError } from '../shared/relations.ts';
import type { JsonValue } from '../types/index.ts';

/**
 * The content of a document in plain text.
 *
 * @param fernet undefined where there is no key, so that nothing can be decrypted
 * @throws InvalidTokenError, InvalidBlockContentError, or NotLoadedError where `data` is not loaded
 */
export function contentOf(document: BlockDocument, fernet: Fernet | undefined): JsonValue {
  return readContent(plainOf(document, fernet));
}

/**
 * Encrypts the content of a document with another key, as it is. The caller flushes.
 *
 * @throws InvalidTokenError, or NotLoadedError where `data` is not loaded; the document stays as it is then
 */
export function exchangeKey(document: BlockDocument, former: Fernet | undefined, next: Fernet): void {
  document.data = next.encrypt(plainOf(document, former));
}

function plainOf(document: BlockDocument, fernet: Fernet | undefined): Buffer {
  const token = document.data as JsonValue | undefined;
  if (token === undefined) {
    throw new NotLoadedError(document, 'data');
  }
  if (fernet === undefined || typeof token !== 'string') {
    throw new InvalidTokenError();
  }
  return fernet.decrypt(token);
}
