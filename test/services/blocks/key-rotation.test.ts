import { setTimeout } from 'node:timers/promises';
import { inspect } from 'node:util';
import { expect } from 'chai';
import { Fernet } from '../../../src/domain/blocks/fernet.ts';
import { BlockDocument, Configuration, type JsonObject, parseJson } from '../../../src/domain/index.ts';
import { InvalidArgumentError } from '../../../src/queries/errors.ts';
import {
  createBlockDocument,
  EnvironmentKeyError,
  type FullBlockSchema,
  readBlockDocument,
  readBlockDocuments,
  rotateEncryptionKey,
  UndecryptableBlockError,
} from '../../../src/services/blocks/index.ts';
import { builtProgram } from '../../support/built-program.ts';
import { describeEachDialect } from '../../support/dialects.ts';
import { failureOf } from '../../support/failure.ts';
import { makeBlockDocument } from '../../support/factories.ts';
import { runProgram } from '../../support/processes.ts';
import { savedDocument, savedSchema } from './support.ts';

const variables = ['PREFECT_SERVER_ENCRYPTION_KEY', 'ORION_ENCRYPTION_KEY'] as const;
const [variable] = variables;

describeEachDialect('A rotation of the encryption key', (db) => {
  const former = Object.fromEntries(variables.map((name) => [name, process.env[name]]));
  let schema: FullBlockSchema;

  before(async () => {
    schema = await savedSchema(db);
  });

  beforeEach(async () => {
    setKey(undefined);
    await db.em().nativeDelete(BlockDocument, {});
    await db.em().nativeDelete(Configuration, {});
  });

  after(() => {
    for (const [name, key] of Object.entries(former)) {
      if (key !== undefined) {
        process.env[name] = key;
      }
    }
  });

  function setKey(key: string | undefined): void {
    variables.forEach((name) => delete process.env[name]);
    if (key !== undefined) {
      process.env[variable] = key;
    }
  }

  const tokenOf = async (id: string) => (await db.em().findOneOrFail(BlockDocument, id)).data as string;
  const tokensOf = async (ids: string[]) => (await db.em().find(BlockDocument, { id: ids })).map(({ data }) => data);
  const opened = async (id: string, key: string) =>
    Fernet.withKey(key)!
      .decrypt(await tokenOf(id))
      .toString();
  const keyRow = () => db.em().findOneOrFail(Configuration, { key: 'ENCRYPTION_KEY' });
  const storedKey = async () => (await keyRow()).value['fernet_key'] as string;
  const dataOf = async (id: string) => (await readBlockDocument(db.em(), id, { includeSecrets: true }))?.data;

  /** Documents that are encrypted with the present key, all in a few statements. */
  async function saveMany(count: number): Promise<string[]> {
    const em = db.em();
    const first = await em.findOneOrFail(BlockDocument, await savedDocument(db, schema, { number: 0 }));
    const { blockType, blockSchema } = first;
    const documents = Array.from({ length: count - 1 }, () => makeBlockDocument({ blockType, blockSchema }));
    for (const [index, document] of documents.entries()) {
      await document.encryptData(em, { number: index + 1 });
    }
    em.persist(documents);
    await em.flush();
    return [first, ...documents].map(({ id }) => id);
  }

  /** A document that no key opens, behind all others. */
  async function spoil(): Promise<string> {
    const em = db.em();
    const document = makeBlockDocument({ id: 'ffffffff-ffff-4fff-bfff-ffffffffffff', data: 'gAAAAA-spoilt' });
    em.persist(document);
    await em.flush();
    return document.id;
  }

  it('encrypts every document anew, byte for byte, and keeps the row of the key', async () => {
    const content = parseJson('{"password": "hunter2", "float": 1.0, "10": 1, "9": "\\u00fc"}') as JsonObject;
    const id = await savedDocument(db, schema, content);
    const [row, key] = [await keyRow(), await storedKey()];
    const plain = await opened(id, key);
    expect(await rotateEncryptionKey(db.em())).to.equal(1);
    const next = await storedKey();
    expect(next).to.not.equal(key);
    expect(await opened(id, next)).to.equal(plain);
    expect(await keyRow()).to.include({ id: row.id });
    expect(await dataOf(id)).to.deep.equal(content);
  });

  it('takes the key that is given, and makes one where there was none', async () => {
    const newKey = Fernet.newKey();
    expect(await rotateEncryptionKey(db.em(), { newKey })).to.equal(0);
    expect(await storedKey()).to.equal(newKey);
    expect(await opened(await savedDocument(db, schema, {}), newKey)).to.equal('{}');
  });

  it('holds a few hundred documents at a time', async () => {
    const ids = await saveMany(700);
    const sent = await db.statements(async () => expect(await rotateEncryptionKey(db.em())).to.equal(700));
    expect(sent.filter((statement) => /^update .block_document/.test(statement))).to.have.length(3);
    expect(await dataOf(ids[0]!)).to.deep.equal({ number: 0 });
    expect(await dataOf(ids[699]!)).to.deep.equal({ number: 699 });
  });

  it('changes nothing where one document cannot be decrypted, and names it', async () => {
    const ids = await saveMany(301);
    const spoilt = await spoil();
    const [key, token] = [await storedKey(), await tokenOf(ids[0]!)];
    const failure = await failureOf(rotateEncryptionKey(db.em()));
    expect(failure).to.be.instanceOf(UndecryptableBlockError).and.include({ id: spoilt });
    expect(inspect(failure, { showHidden: true }))
      .to.not.include('gAAAAA')
      .and.not.include(key);
    expect([await storedKey(), await tokenOf(ids[0]!)]).to.deep.equal([key, token]);
  });

  it('that fails leaves nothing behind in a transaction of the caller, who may go on', async () => {
    const ids = await saveMany(301);
    await spoil();
    const tokens = await tokensOf(ids);
    await db.em().transactional(async (em) => {
      expect(await failureOf(rotateEncryptionKey(em))).to.be.instanceOf(UndecryptableBlockError);
    });
    expect(await tokensOf(ids)).to.deep.equal(tokens);
    expect(await dataOf(ids[300]!)).to.deep.equal({ number: 300 });
  });

  it('stands or falls with the transaction of the caller', async () => {
    const [id] = await saveMany(2);
    const failure = await failureOf(
      db.em().transactional(async (em) => {
        await rotateEncryptionKey(em);
        const added = await createBlockDocument(em, {
          name: 'added',
          blockSchemaId: schema.id,
          blockTypeId: schema.blockTypeId,
        });
        expect(await added.decryptData(em)).to.deep.equal({});
        throw new Error('undone');
      }),
    );
    expect(failure).to.have.property('message', 'undone');
    expect(await dataOf(id!)).to.deep.equal({ number: 0 });
  });

  describe('of the environment', () => {
    const [oldKey, newKey] = [Fernet.newKey(), Fernet.newKey()];

    it('is refused where one of the keys is missing', async () => {
      setKey(oldKey);
      for (const keys of [{}, { newKey }, { oldKey }]) {
        const failure = await failureOf(rotateEncryptionKey(db.em(), keys));
        expect(failure).to.be.instanceOf(EnvironmentKeyError).and.include({ variable });
        expect(inspect(failure, { showHidden: true }))
          .to.not.include(oldKey)
          .and.not.include(newKey);
      }
    });

    it('goes from one key to the other, and leaves the database without one', async () => {
      setKey(oldKey);
      const id = await savedDocument(db, schema, { password: 'hunter2' });
      expect(await rotateEncryptionKey(db.em(), { oldKey, newKey })).to.equal(1);
      expect(await db.em().count(Configuration)).to.equal(0);
      setKey(newKey);
      expect(await dataOf(id)).to.deep.equal({ password: 'hunter2' });
    });

    it('goes into the database once the variable is gone', async () => {
      setKey(oldKey);
      const id = await savedDocument(db, schema, { password: 'hunter2' });
      setKey(undefined);
      await rotateEncryptionKey(db.em(), { oldKey });
      expect(await dataOf(id)).to.deep.equal({ password: 'hunter2' });
    });
  });

  it('refuses what is no key, and two that are one', async () => {
    const key = Fernet.newKey();
    for (const [keys, parameter] of [
      [{ oldKey: 'short' }, 'oldKey'],
      [{ newKey: 7 }, 'newKey'],
      [{ oldKey: key, newKey: key }, 'newKey'],
    ] as const) {
      const failure = await failureOf(rotateEncryptionKey(db.em(), keys as never));
      expect(failure).to.be.instanceOf(InvalidArgumentError).and.include({ parameter });
      expect((failure as Error).message).to.not.include(key);
    }
  });

  it('waits for a document that is encrypted already and still to be written', async () => {
    const [first] = await saveMany(1);
    const em = db.em();
    await em.begin();
    const { blockType, blockSchema } = await em.findOneOrFail(BlockDocument, first!);
    const document = makeBlockDocument({ blockType, blockSchema });
    await document.encryptData(em, { late: true });
    const rotation = rotateEncryptionKey(db.em());
    // time enough to be done, had it not to wait
    await Promise.race([rotation, setTimeout(500)]);
    em.persist(document);
    await em.commit();
    expect(await rotation).to.equal(2);
    expect(await dataOf(document.id)).to.deep.equal({ late: true });
  });

  it('may happen twice at a time', async () => {
    const ids = await saveMany(20);
    expect(await Promise.all([rotateEncryptionKey(db.em()), rotateEncryptionKey(db.em())])).to.deep.equal([20, 20]);
    expect(await dataOf(ids[7]!)).to.deep.equal({ number: 7 });
  });

  it('loses no document that other processes write meanwhile, and lets others read', async function () {
    this.timeout(120_000);
    const program = await builtProgram('test/services/blocks/write-documents.ts');
    let isDone = false;
    const env = Object.fromEntries(variables.map((name) => [name, undefined]));
    const args = [program, db.url, schema.blockTypeId, schema.id];
    const writers = Promise.all([1, 2].map(() => runProgram(process.execPath, args, { env })));
    const all = writers.finally(() => {
      isDone = true;
    });
    let rotations = 0;
    while (!isDone) {
      const [count] = await Promise.all([
        rotateEncryptionKey(db.em()),
        readBlockDocuments(db.em(), { includeSecrets: true }),
      ]);
      rotations += count > 0 ? 1 : 0;
      await setTimeout(10);
    }
    for (const { code, stderr, stdout } of await all) {
      expect(code, stderr).to.equal(0);
      expect(stdout.trim().split('\n')).to.have.length(15);
    }
    expect(rotations).to.be.greaterThan(1);
    const documents = await readBlockDocuments(db.em(), { includeSecrets: true });
    expect(documents).to.have.length(30);
    expect(documents.every(({ data }) => data['changed'] === true)).to.equal(true);
  });
});
