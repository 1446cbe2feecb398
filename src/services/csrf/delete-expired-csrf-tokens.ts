import type { EntityManager } from '@mikro-orm/core';
import { CsrfToken, now } from '../../domain/index.ts';
import { inTransaction } from '../transaction.ts';

/**
 * Deletes the tokens that have expired. One that expires at this very moment stays, although it cannot be read any more.
 *
 * @returns how many there were
 */
export async function deleteExpiredCsrfTokens(em: EntityManager): Promise<number> {
  return inTransaction(em, (tx) => tx.nativeDelete(CsrfToken, { expiration: { $lt: now() } }));
}
