export { createCsrfToken, type CsrfTokenOptions } from './create-csrf-token.ts';
export { deleteExpiredCsrfTokens } from './delete-expired-csrf-tokens.ts';
export { readCsrfToken } from './read-csrf-token.ts';
