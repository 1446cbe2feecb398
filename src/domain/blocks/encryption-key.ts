import type { EntityManager } from '@mikro-orm/core';
import { Configuration } from '../settings/configuration.ts';
import type { JsonObject } from '../types/index.ts';
import { InvalidEncryptionKeyError, type KeySource } from './errors.ts';
import { Fernet } from './fernet.ts';

/** The key of the row of `configuration` that holds the key of the database. */
export const rowKey = 'ENCRYPTION_KEY';

/**
 * The key that blocks are decrypted with: the environment's, else the one of the database.
 *
 * @returns undefined where there is none yet, so that nothing can have been encrypted
 * @throws {@link InvalidEncryptionKeyError}
 */
export async function findFernet(em: EntityManager): Promise<Fernet | undefined> {
  return fernetOfEnvironment() ?? (await fernetOfDatabase(em));
}

/**
 * The key that blocks are encrypted with: the environment's, else the one of the database, which is made where there is none.
 *
 * Inside a transaction of the caller's, a new key is stored in it and goes with it. Several programs that make a key at once all get
 * the one that was stored.
 *
 * @throws {@link InvalidEncryptionKeyError}
 */
export async function findOrMakeFernet(em: EntityManager): Promise<Fernet> {
  const found = await findFernet(em);
  if (found !== undefined) {
    return found;
  }
  await storeNewKey(em);
  return (await fernetOfDatabase(em)) ?? invalid('configuration');
}

/** The environment variable that holds a key, if one does: an empty one hides the older one, and counts as none itself. */
export function keyVariable(): Exclude<KeySource, 'configuration'> | undefined {
  const variable =
    'PREFECT_SERVER_ENCRYPTION_KEY' in process.env ? 'PREFECT_SERVER_ENCRYPTION_KEY' : 'ORION_ENCRYPTION_KEY';
  return process.env[variable] ? variable : undefined;
}

function fernetOfEnvironment(): Fernet | undefined {
  const variable = keyVariable();
  return variable && (Fernet.withKey(process.env[variable]!) ?? invalid(variable));
}

async function fernetOfDatabase(em: EntityManager): Promise<Fernet | undefined> {
  const row = await aside(em).findOne(Configuration, { key: rowKey }, { connectionType: 'write' });
  if (row === null) {
    return undefined;
  }
  const key = (row.value as JsonObject | null)?.['fernet_key'];
  return (typeof key === 'string' ? Fernet.withKey(key) : undefined) ?? invalid('configuration');
}

/** In one statement that leaves a key alone which another program has stored meanwhile. */
async function storeNewKey(em: EntityManager): Promise<void> {
  const row = new Configuration({ key: rowKey, value: { fernet_key: Fernet.newKey() } });
  row.updated = row.created;
  await aside(em).upsert(Configuration, row, { onConflictFields: ['key'], onConflictAction: 'ignore' });
}

/** Inside the caller's transaction, outside the caller's unit of work: the key is nothing that the caller should hold, or flush. */
function aside(em: EntityManager): EntityManager {
  return em.fork({ keepTransactionContext: true });
}

function invalid(source: KeySource): never {
  throw new InvalidEncryptionKeyError(source);
}
