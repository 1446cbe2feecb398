import { randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/core';
import { CsrfToken, now } from '../../domain/index.ts';
import { fromMicroseconds } from '../../domain/types/duration-text.ts';
import { microsecondsOf } from '../../queries/arguments.ts';
import { InvalidArgumentError } from '../../queries/errors.ts';
import { insertOnConflict } from '../../queries/insert-on-conflict.ts';
import { checked, text } from '../input.ts';
import { inTransaction } from '../transaction.ts';

const bytes = 32;

// in microseconds
const longestLifetime = 36_500n * 86_400_000_000n;

/** How a token is made. */
export interface CsrfTokenOptions {
  /** How long it is good. */
  readonly lifetime?: Temporal.Duration;
}

/**
 * Gives a client a new token, which replaces the one that it has.
 *
 * @param client a name that the client made up
 * @param options how long the token is good; an hour, as with Prefect, where they say nothing
 * @throws {@link InvalidArgumentError} for what makes no sense; nothing is written
 */
export async function createCsrfToken(
  em: EntityManager,
  client: string,
  { lifetime = Temporal.Duration.from({ hours: 1 }) }: CsrfTokenOptions = {},
): Promise<CsrfToken> {
  const owner = checked('client', text, client);
  const expiration = now().add(allowed(lifetime));
  const set = { token: randomBytes(bytes).toString('hex'), expiration };
  return inTransaction(em, async (tx) => {
    await insertOnConflict(tx, CsrfToken, { client: owner, ...set }, ['client'], { set });
    return tx.findOneOrFail(CsrfToken, { client: owner }, { refresh: true });
  });
}

/** In hours at most, as an instant takes them. */
function allowed(lifetime: Temporal.Duration): Temporal.Duration {
  const microseconds = microsecondsOf('lifetime', lifetime);
  if (microseconds <= 0n || microseconds > longestLifetime) {
    throw new InvalidArgumentError('lifetime', 'is not longer than 0 and at most 36,500 days.');
  }
  return fromMicroseconds(microseconds);
}
