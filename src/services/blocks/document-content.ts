import { type BlockDocument, InvalidBlockContentError, type JsonObject } from '../../domain/index.ts';
import { contentOf } from '../../domain/blocks/block-keys.ts';
import type { Fernet } from '../../domain/blocks/fernet.ts';
import { isObject } from './schema-definitions.ts';

/**
 * The content of a document in plain text, with its secrets.
 *
 * @throws {@link InvalidTokenError}, or {@link InvalidBlockContentError} for what is no object
 */
export function documentContentOf(document: BlockDocument, fernet: Fernet | undefined): JsonObject {
  const content = contentOf(document, fernet);
  if (!isObject(content)) {
    throw new InvalidBlockContentError();
  }
  return content;
}
