import { dumpJson, InvalidJsonError, type JsonValue, parseJson } from '../types/index.ts';
import { InvalidBlockContentError } from './errors.ts';

/**
 * The text of a block's content as Python's `json.dumps` writes it, which is what gets encrypted.
 *
 * @throws InvalidJsonError for a value that JSON has no form for
 */
export function writeContent(content: JsonValue): Uint8Array {
  return Buffer.from(dumpJson(content, { nonFinite: 'python' }), 'utf8');
}

/** @throws {@link InvalidBlockContentError}, which holds nothing of the text */
export function readContent(bytes: Uint8Array): JsonValue {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    // a decoder that refuses bytes throws a TypeError
    throw error instanceof InvalidJsonError || error instanceof TypeError ? new InvalidBlockContentError() : error;
  }
}
