import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import type { EntityManager } from '@mikro-orm/core';
import { expect } from 'chai';
import {
  BlockDocument,
  Configuration,
  InvalidBlockContentError,
  InvalidEncryptionKeyError,
  InvalidTokenError,
  type JsonObject,
  type JsonValue,
  NotLoadedError,
  PrefectOrmError,
} from '../../../src/domain/index.ts';
import { Fernet } from '../../../src/domain/blocks/fernet.ts';
import { describeEachDialect } from '../../support/dialects.ts';
import { failureOf } from '../../support/failure.ts';
import { makeBlockDocument } from '../../support/factories.ts';
import { runScripts } from '../../support/processes.ts';

interface Recorded {
  readonly configuration: JsonObject;
  readonly blocks: readonly { readonly name: string; readonly data: string; readonly content: JsonValue }[];
}

const recorded = JSON.parse(readFileSync(new URL('fixtures/blocks.json', import.meta.url), 'utf8')) as Recorded;

const variables = ['PREFECT_SERVER_ENCRYPTION_KEY', 'ORION_ENCRYPTION_KEY'] as const;
const [current, deprecated] = variables;
const content = { user: 'marvin', password: 'hunter2', port: 5432 };

function setKeys(keys: Partial<Record<(typeof variables)[number], string | undefined>>): void {
  for (const name of variables) {
    const key = keys[name];
    if (key === undefined) {
      delete process.env[name];
    } else {
      process.env[name] = key;
    }
  }
}

describeEachDialect('The content of a block', (db) => {
  const former = Object.fromEntries(variables.map((name) => [name, process.env[name]]));

  beforeEach(async () => {
    setKeys({});
    await db.em().nativeDelete(Configuration, {});
  });

  after(() => setKeys(former));

  async function encrypted(value: JsonValue = content): Promise<BlockDocument> {
    const block = makeBlockDocument();
    await block.encryptData(db.em(), value);
    return block;
  }

  async function stored(block: BlockDocument): Promise<BlockDocument> {
    const em = db.em();
    em.persist(block);
    await em.flush();
    return db.em().findOneOrFail(BlockDocument, block.id);
  }

  function withData(data: JsonValue): BlockDocument {
    return makeBlockDocument({ data });
  }

  async function storeKey(value: JsonObject, em: EntityManager = db.em()): Promise<void> {
    em.persist(new Configuration({ key: 'ENCRYPTION_KEY', value }));
    await em.flush();
  }

  const keyRows = () => db.em().find(Configuration, { key: 'ENCRYPTION_KEY' });

  it('comes out of the database as it went in, and is a token there', async () => {
    const block = await stored(await encrypted());
    expect(block.data).to.match(/^gAAAAA[\w-]+=*$/);
    expect(await block.decryptData(db.em())).to.deep.equal(content);
  });

  it('is written when the block is flushed, and only then', async () => {
    const { id } = await stored(await encrypted({ first: 1 }));
    const em = db.em();
    const block = await em.findOneOrFail(BlockDocument, id);
    const sent = await db.statements(() => block.encryptData(em, { second: 2 }));
    expect(sent.filter((statement) => statement.includes('block_document'))).to.deep.equal([]);
    await em.flush();
    const read = await db.em().findOneOrFail(BlockDocument, id);
    expect(await read.decryptData(db.em())).to.deep.equal({ second: 2 });
  });

  it('that a Prefect server has encrypted is read, and rewritten for it', async () => {
    await storeKey(recorded.configuration);
    const server = Fernet.withKey(recorded.configuration['fernet_key'] as string);
    for (const { name, data, content: expected } of recorded.blocks) {
      const block = await stored(withData(data));
      expect(await block.decryptData(db.em()), name).to.deep.equal(expected);
      await block.encryptData(db.em(), expected);
      const text = server?.decrypt(block.data as string).toString() ?? '';
      expect(JSON.parse(text), name).to.deep.equal(expected);
    }
  });

  describe('is encrypted with a key', () => {
    const [one, other] = [Fernet.newKey(), Fernet.newKey()];

    it('of the environment, and then none is stored', async () => {
      setKeys({ [current]: one, [deprecated]: other });
      const block = await encrypted();
      expect(
        Fernet.withKey(one)
          ?.decrypt(block.data as string)
          .toString(),
      ).to.include('hunter2');
      expect(await keyRows()).to.deep.equal([]);
    });

    it('of the older variable where the newer is absent', async () => {
      setKeys({ [deprecated]: other });
      const block = await encrypted();
      expect(
        Fernet.withKey(other)
          ?.decrypt(block.data as string)
          .toString(),
      ).to.include('hunter2');
    });

    it('of the database where the newer variable is empty, which hides the older', async () => {
      setKeys({ [current]: '', [deprecated]: other });
      await storeKey({ fernet_key: one });
      const block = await encrypted();
      expect(
        Fernet.withKey(one)
          ?.decrypt(block.data as string)
          .toString(),
      ).to.include('hunter2');
    });

    it('of the environment rather than the database', async () => {
      setKeys({ [current]: one });
      await storeKey({ fernet_key: other });
      const block = await encrypted();
      expect(
        Fernet.withKey(one)
          ?.decrypt(block.data as string)
          .toString(),
      ).to.include('hunter2');
    });

    it('that is made and stored on first use, and used from then on', async () => {
      const [first, second] = [await encrypted(), await encrypted()];
      const rows = await keyRows();
      expect(rows).to.have.length(1);
      const [row] = rows;
      expect(Object.keys(row?.value ?? {})).to.deep.equal(['fernet_key']);
      expect(row?.created.toString()).to.equal(row?.updated.toString());
      expect(Temporal.Now.instant().since(row!.created).total('seconds')).to.be.within(-1, 60);
      for (const block of [first, second]) {
        expect(await block.decryptData(db.em())).to.deep.equal(content);
      }
    });
  });

  describe('makes a key', () => {
    it('in the transaction of the caller, and goes with it', async () => {
      const failure = await failureOf(
        db.em().transactional(async (em) => {
          const block = makeBlockDocument();
          await block.encryptData(em, content);
          expect(await block.decryptData(em)).to.deep.equal(content);
          expect(await em.count(Configuration, { key: 'ENCRYPTION_KEY' })).to.equal(1);
          throw new Error('undone');
        }),
      );
      expect(failure).to.have.property('message', 'undone');
      expect(await keyRows()).to.deep.equal([]);
    });

    it('in a transaction that the caller begins and commits', async () => {
      const em = db.em();
      await em.begin();
      const block = makeBlockDocument();
      await block.encryptData(em, content);
      em.persist(block);
      await em.commit();
      const read = await db.em().findOneOrFail(BlockDocument, block.id);
      expect(await read.decryptData(db.em())).to.deep.equal(content);
    });

    it('past the unit of work of the caller', async () => {
      const em = db.em();
      await makeBlockDocument().encryptData(em, content);
      expect([...em.getUnitOfWork().getIdentityMap()]).to.deep.equal([]);
      expect(await db.statements(() => em.flush())).to.deep.equal([]);
    });

    it('that is one for all who ask at once', async () => {
      const blocks = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          index % 2 === 0
            ? encrypted({ index })
            : db.em().transactional(async (em) => {
                const block = makeBlockDocument();
                await block.encryptData(em, { index });
                return block;
              }),
        ),
      );
      expect(await keyRows()).to.have.length(1);
      for (const [index, block] of blocks.entries()) {
        expect(await block.decryptData(db.em())).to.deep.equal({ index });
      }
    });

    it('that is one for all processes', async function () {
      this.timeout(60_000);
      const env = Object.fromEntries(variables.map((name) => [name, undefined]));
      const script = 'test/domain/blocks/support/encrypt.ts';
      const results = await runScripts(3, script, () => [db.url], { env });
      for (const { code, stdout, stderr } of results) {
        expect(code, stderr).to.equal(0);
        expect(await withData(JSON.parse(stdout) as string).decryptData(db.em())).to.have.property('process');
      }
      expect(await keyRows()).to.have.length(1);
    });
  });

  describe('cannot be read', () => {
    it('with another key, or when it was tampered with, or is none', async () => {
      const block = await encrypted();
      const token = block.data as string;
      const at = token.length - 10;
      const changed = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
      for (const data of [changed, 'garbage', '', {}, null, 7, token.slice(0, -4)]) {
        expect(await failureOf(withData(data).decryptData(db.em())), JSON.stringify(data))
          .to.be.instanceOf(InvalidTokenError)
          .and.have.property('code', 'INVALID_TOKEN');
      }
      setKeys({ [current]: Fernet.newKey() });
      expect(await failureOf(block.decryptData(db.em()))).to.be.instanceOf(InvalidTokenError);
    });

    it('where there is no key, and none is made for it', async () => {
      const block = await encrypted();
      await db.em().nativeDelete(Configuration, {});
      expect(await failureOf(block.decryptData(db.em()))).to.be.instanceOf(InvalidTokenError);
      expect(await keyRows()).to.deep.equal([]);
    });

    it('where it is not JSON', async () => {
      const key = Fernet.newKey();
      setKeys({ [current]: key });
      const token = Fernet.withKey(key)?.encrypt(Buffer.from('password: hunter2')) ?? '';
      expect(await failureOf(withData(token).decryptData(db.em())))
        .to.be.instanceOf(InvalidBlockContentError)
        .and.have.property('code', 'INVALID_BLOCK_CONTENT');
    });

    it('where the data of the block is not loaded', async () => {
      const { id } = await stored(await encrypted());
      const block = await db.em().findOneOrFail(BlockDocument, id, { fields: ['name'] });
      expect(await failureOf((block as unknown as BlockDocument).decryptData(db.em()))).to.be.instanceOf(
        NotLoadedError,
      );
    });
  });

  describe('refuses a key that is none', () => {
    const short = 'c2VjcmV0LXRoYXQtaXMtdG9vLXNob3J0';

    async function expectRefused(source: string): Promise<void> {
      const block = makeBlockDocument();
      for (const work of [block.encryptData(db.em(), content), withData('x').decryptData(db.em())]) {
        const error = await failureOf(work);
        expect(error).to.be.instanceOf(InvalidEncryptionKeyError).and.instanceOf(PrefectOrmError);
        expect(error).to.include({ code: 'INVALID_ENCRYPTION_KEY', source });
        expect(inspect(error, { depth: 9, showHidden: true })).to.not.include(short);
      }
      expect(block.data).to.deep.equal({});
    }

    for (const name of variables) {
      it(`of ${name}`, async () => {
        setKeys({ [name]: short });
        await expectRefused(name);
      });
    }

    for (const value of [{ fernet_key: short }, { fernet_key: 7 }, { other: short }, {}]) {
      it(`of the database: ${JSON.stringify(Object.entries(value).map(([key, part]) => [key, typeof part]))}`, async () => {
        await storeKey(value);
        await expectRefused('configuration');
        expect(await keyRows()).to.have.length(1);
      });
    }
  });

  it('shows in no log, no JSON and no inspection, and neither does the key', async () => {
    const log: string[] = [];
    const orm = await db.configuration.init({ debug: true, logger: (message) => log.push(message) });
    try {
      const em = orm.em.fork();
      const block = makeBlockDocument();
      await block.encryptData(em, content);
      em.persist(block);
      await em.flush();
      const read = await orm.em.fork().findOneOrFail(BlockDocument, block.id);
      await read.decryptData(em);
      await failureOf(withData('garbage').decryptData(em));
      const [row] = await keyRows();
      const shown = [block, read].flatMap((each) => [
        JSON.stringify(each),
        inspect(each, { depth: 2, showHidden: true, customInspect: false }),
      ]);
      expect(log.join('\n')).to.include('insert into');
      for (const secret of ['hunter2', String(row?.value['fernet_key'])]) {
        expect([...log, ...shown].join('\n')).to.not.include(secret);
      }
    } finally {
      await orm.close();
    }
  });
});
