import type { CsrfToken } from '../../src/domain/index.ts';
import { createCsrfToken, deleteExpiredCsrfTokens, readCsrfToken } from '../../src/services/csrf/index.ts';
import type { World } from '../support/world.ts';
import type { Play } from './group.ts';

const columns = ['token', 'client', 'expiration'];

export const csrf: Play = async (world, { op, client, next_token: nextToken }) => {
  const em = world.em();
  switch (op) {
    case 'create': {
      const made = await createCsrfToken(em, client as string);
      return encode(world, await renamed(world, made, nextToken as string));
    }
    case 'read': {
      const found = await readCsrfToken(em, client as string);
      return found && encode(world, found);
    }
    default:
      return deleteExpiredCsrfTokens(em);
  }
};

/** A token is random: the case names the one that its reference got. Once it is known to be new and long, it is called so too. */
async function renamed(world: World, made: CsrfToken, token: string): Promise<CsrfToken> {
  if (!/^[0-9a-f]{64}$/.test(made.token)) {
    throw new Error('A token is not made of 32 random bytes');
  }
  const em = world.em();
  const row = await em.findOneOrFail(world.tables.of('csrf_token').class, { id: made.id, token: made.token });
  await em.nativeUpdate(world.tables.of('csrf_token').class, { id: made.id }, { token });
  return Object.assign(row as CsrfToken, { token });
}

function encode(world: World, token: CsrfToken): unknown {
  return world.encodeRow('csrf_token', token, columns);
}
