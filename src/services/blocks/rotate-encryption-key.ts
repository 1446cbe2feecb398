import type { EntityManager } from '@mikro-orm/core';
import { BlockDocument, InvalidTokenError } from '../../domain/index.ts';
import { exchangeKey } from '../../domain/blocks/block-keys.ts';
import { findFernet, keyVariable, rowKey } from '../../domain/blocks/encryption-key.ts';
import { Fernet } from '../../domain/blocks/fernet.ts';
import { given } from '../../queries/arguments.ts';
import { writeConfiguration } from '../../queries/configuration/index.ts';
import { InvalidArgumentError } from '../../queries/errors.ts';
import { allOrNothing } from './all-or-nothing.ts';
import { blockDialectOf, take } from './dialects/index.ts';
import { EnvironmentKeyError, UndecryptableBlockError } from './errors.ts';

/** Which keys are exchanged. Each is 32 bytes in URL-safe base64, which is 44 characters. */
export interface KeyRotation {
  /** What the documents are encrypted with; the key of the database if left out. */
  readonly oldKey?: string | undefined;
  /** What they are to be encrypted with; a random key if left out. */
  readonly newKey?: string | undefined;
}

/** Documents that are in memory at a time. */
const chunk = 300;

/**
 * Encrypts every block document with another key and stores that in the database: all of them, or none.
 *
 * While it goes on nobody reads the key or writes a document: whoever wants to waits, and then finds the new key. Nor does it begin before whoever
 * has read the key has written, if both happen in one transaction; a program that calls `encryptData` outside the transaction in which it
 * flushes may write a document with a key that is gone. So may a Prefect server, which remembers the key for an hour: stop it before, and start
 * it afterwards.
 *
 * Documents that the caller has loaded keep what they were encrypted with: load them again.
 *
 * Where the environment holds the key, both keys must be given, and the row of the database is left alone: stop every server, rotate, and set
 * the variable to the new key.
 *
 * @returns how many documents were encrypted anew
 * @throws {@link EnvironmentKeyError} where the key is the environment's and not both keys are given
 * @throws {@link InvalidArgumentError} for a key that is none, or two that are one
 * @throws {@link UndecryptableBlockError} for the first document that the old key does not open. Nothing is changed.
 * @throws {@link InvalidEncryptionKeyError} where the database holds no key but something else; give `oldKey`
 */
export async function rotateEncryptionKey(em: EntityManager, { oldKey, newKey }: KeyRotation = {}): Promise<number> {
  const variable = keyVariable();
  if (variable !== undefined && (oldKey === undefined || newKey === undefined)) {
    throw new EnvironmentKeyError(variable);
  }
  const former = given(oldKey, (key) => fernetOf('oldKey', key));
  const nextKey = newKey ?? Fernet.newKey();
  const next = fernetOf('newKey', nextKey);
  if (nextKey === oldKey) {
    throw new InvalidArgumentError('newKey', 'is the old key. Give another one, or leave it out for a random one.');
  }
  return allOrNothing(em, async (tx) => {
    await take(tx, blockDialectOf(tx.getPlatform()).locksForRotation);
    const count = await exchangeKeys(tx, former ?? (await findFernet(tx)), next);
    if (variable === undefined) {
      await writeConfiguration(tx, rowKey, { fernet_key: nextKey });
    }
    return count;
  });
}

function fernetOf(parameter: string, key: string): Fernet {
  const fernet = typeof key === 'string' ? Fernet.withKey(key) : undefined;
  if (fernet === undefined) {
    throw new InvalidArgumentError(
      parameter,
      'is no Fernet key, which is 32 bytes in URL-safe base64: 44 characters. Leave it out for a random one.',
    );
  }
  return fernet;
}

async function exchangeKeys(em: EntityManager, former: Fernet | undefined, next: Fernet): Promise<number> {
  let count = 0;
  for (let last: string | undefined; ;) {
    const documents = await documentsBehind(em, last);
    if (documents.length === 0) {
      return count;
    }
    for (const document of documents) {
      reencrypt(document, former, next);
    }
    await em.flush();
    em.clear();
    count += documents.length;
    last = documents.at(-1)!.id;
  }
}

async function documentsBehind(em: EntityManager, last: string | undefined): Promise<BlockDocument[]> {
  const documents = await em.find(BlockDocument, last === undefined ? {} : { id: { $gt: last } }, {
    fields: ['data'],
    populate: false,
    orderBy: { id: 'asc' },
    limit: chunk,
  });
  return documents as unknown as BlockDocument[];
}

function reencrypt(document: BlockDocument, former: Fernet | undefined, next: Fernet): void {
  try {
    exchangeKey(document, former, next);
  } catch (error) {
    throw error instanceof InvalidTokenError ? new UndecryptableBlockError(document.id) : error;
  }
}
