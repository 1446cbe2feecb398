import { expect } from 'chai';
import { Fernet } from '../src/domain/blocks/fernet.ts';
import { BlockDocument, Configuration, dumpJson, type JsonObject } from '../src/domain/index.ts';
import { makeBlockDocument } from '../test/support/factories.ts';
import { hardDocument } from './support/hard-values.ts';
import type { Scenario, Shared, Stage } from './support/stage.ts';
import { plain } from './support/wire.ts';

const keyVariable = 'PREFECT_SERVER_ENCRYPTION_KEY';

/** A block that one side has encrypted is decrypted by the other, whoever made the key. */
export const sharedSecrets: Scenario = {
  letter: 'd',
  title: 'Blocks encrypted by one side and decrypted by the other',

  async play(stage) {
    await checkKeyMadeHere(stage, await stage.migrated());
    await checkKeyMadeByPrefect(stage, await stage.migrated());
    await checkKeyOfEnvironment(stage, await stage.migrated());
  },
};

async function checkKeyMadeHere({ checks }: Stage, shared: Shared): Promise<void> {
  let written: string | undefined;
  await checks.check('Prefect decrypts a block that was encrypted here, with the key that was made here', async () => {
    const id = await encryptHere(shared);
    const [read, wrote] = await byPrefect(shared, [{ read: id }, writing]);
    expect(plain(read?.['content'])).to.deep.equal(plain(hardDocument));
    written = String(wrote?.['id']);
  });
  await checks.check('A block that Prefect encrypts with that key is decrypted here', async () => {
    expect(await contentHere(shared, written)).to.deep.equal(plain(hardDocument));
    expect(await keysIn(shared)).to.equal(1);
  });
}

async function checkKeyMadeByPrefect({ checks }: Stage, shared: Shared): Promise<void> {
  await checks.check('A block that Prefect encrypted is decrypted here, with the key that Prefect made', async () => {
    const [wrote] = await byPrefect(shared, [writing]);
    expect(await contentHere(shared, String(wrote?.['id']))).to.deep.equal(plain(hardDocument));
  });
  await checks.check('Prefect decrypts a block that was encrypted here with that key', async () => {
    const [read] = await byPrefect(shared, [{ read: await encryptHere(shared) }]);
    expect(plain(read?.['content'])).to.deep.equal(plain(hardDocument));
    expect(await keysIn(shared)).to.equal(1);
  });
}

async function checkKeyOfEnvironment({ checks }: Stage, shared: Shared): Promise<void> {
  await checks.check('Both sides take the key of the environment, and then none is stored', async () => {
    const key = Fernet.newKey();
    process.env[keyVariable] = key;
    try {
      const id = await encryptHere(shared);
      const [read, wrote] = await byPrefect(shared, [{ read: id }, writing], {
        [keyVariable]: key,
      });
      expect(plain(read?.['content'])).to.deep.equal(plain(hardDocument));
      expect(await contentHere(shared, String(wrote?.['id']))).to.deep.equal(plain(hardDocument));
    } finally {
      delete process.env[keyVariable];
    }
    expect(await keysIn(shared)).to.equal(0);
  });
}

const writing: JsonObject = { write: 'prefect-block', content: hardDocument };

async function encryptHere(shared: Shared): Promise<string> {
  const em = shared.em();
  const block = makeBlockDocument();
  await block.encryptData(em, hardDocument);
  await em.persist(block).flush();
  return block.id;
}

async function byPrefect(
  { prefect }: Shared,
  items: JsonObject[],
  environment: Readonly<Record<string, string>> = {},
): Promise<JsonObject[]> {
  return prefect.run('blocks.py', [dumpJson(items)], environment);
}

async function contentHere(shared: Shared, id = ''): Promise<unknown> {
  const em = shared.em();
  const block = await em.findOneOrFail(BlockDocument, id);
  return plain(await block.decryptData(em));
}

async function keysIn(shared: Shared): Promise<number> {
  return shared.em().count(Configuration, { key: 'ENCRYPTION_KEY' });
}
