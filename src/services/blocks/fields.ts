import { text } from '../input.ts';

/** What the slugs of types and the names of documents are made of. */
const dashed = text.regex(/^[a-z0-9-]*$/, { error: 'holds more than lower-case letters, digits and dashes.' });

export const slug = dashed.min(1, { error: 'is empty.' });

export const documentName = dashed;
