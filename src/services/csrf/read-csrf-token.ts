import type { EntityManager } from '@mikro-orm/core';
import { CsrfToken, now } from '../../domain/index.ts';
import { checked, text } from '../input.ts';

/**
 * The token of a client while it is good: null without one, and from the moment on at which it expires. It belongs to the EntityManager
 * given.
 *
 * @throws {@link InvalidArgumentError} for a client that is no text
 */
export async function readCsrfToken(em: EntityManager, client: string): Promise<CsrfToken | null> {
  return em.findOne(CsrfToken, { client: checked('client', text, client), expiration: { $gt: now() } });
}
