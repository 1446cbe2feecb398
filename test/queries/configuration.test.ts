import { expect } from 'chai';
import { Configuration, newId, setClock } from '../../src/domain/index.ts';
import {
  clearConfigurationValueCacheForKey,
  deleteConfiguration,
  readConfigurationValue,
  writeConfiguration,
} from '../../src/queries/configuration/index.ts';
import { describeEachDialect, type TestDatabase } from '../support/dialects.ts';
import { configurationFor } from '../support/orm.ts';

const noon = Temporal.Instant.from('2026-02-28T12:00:00Z');

describeEachDialect('The value of a configuration', (db) => {
  it('is read once', async () => {
    const key = await makeConfiguration(db, { a: 1 });
    await readConfigurationValue(db.em(), key);
    expect(await db.statements(() => readConfigurationValue(db.em(), key))).to.deep.equal([]);
  });

  it('belongs to its database: another one in the process has its own', async () => {
    const key = await makeConfiguration(db, { of: 'this' });
    await readConfigurationValue(db.em(), key);
    const other = await configurationFor((await db.freshDatabase({ migrated: true })).url).init();
    try {
      expect(await readConfigurationValue(other.em.fork(), key)).to.equal(null);
      await writeConfiguration(other.em.fork(), key, { of: 'the other' });
      expect(await readConfigurationValue(other.em.fork(), key)).to.deep.equal({ of: 'the other' });
      expect(await readConfigurationValue(db.em(), key)).to.deep.equal({ of: 'this' });
    } finally {
      await other.close(true);
    }
  });

  it('is read again after an hour', async () => {
    const key = await makeConfiguration(db, { a: 1 });
    let moment = noon;
    const restoreClock = setClock(() => moment.epochNanoseconds);
    try {
      await readConfigurationValue(db.em(), key);
      await changeBehind(db, key, { a: 2 });
      moment = noon.add({ minutes: 59, seconds: 59 });
      expect(await readConfigurationValue(db.em(), key)).to.deep.equal({ a: 1 });
      moment = noon.add({ hours: 1 });
      expect(await readConfigurationValue(db.em(), key)).to.deep.equal({ a: 2 });
    } finally {
      restoreClock();
    }
  });

  it('gives way to the hundred that were asked for since', async () => {
    const [first, second] = [await makeConfiguration(db, { a: 1 }), await makeConfiguration(db, { a: 1 })];
    await readConfigurationValue(db.em(), first);
    await readConfigurationValue(db.em(), second);
    for (let index = 0; index < 98; index += 1) {
      await readConfigurationValue(db.em(), await makeConfiguration(db, {}));
    }
    await readConfigurationValue(db.em(), first);
    await readConfigurationValue(db.em(), await makeConfiguration(db, {}));
    const sentFor = async (key: string) => (await db.statements(() => readConfigurationValue(db.em(), key))).length;
    expect([await sentFor(first), await sentFor(second)]).to.deep.equal([0, 1]);
  });

  it('stays as it is where a caller changes what it got', async () => {
    const key = await makeConfiguration(db, { keys: ['a'] });
    const got = (await readConfigurationValue(db.em(), key)) as { keys: string[] };
    got.keys.push('b');
    expect(await readConfigurationValue(db.em(), key)).to.deep.equal({ keys: ['a'] });
  });

  it("is the database's inside a transaction, and is not kept", async () => {
    const key = await makeConfiguration(db, { a: 1 });
    await readConfigurationValue(db.em(), key);
    const undone = new Error('undone');
    const failure = await db
      .em()
      .transactional(async (em) => {
        await writeConfiguration(em, key, { a: 2 });
        expect(await readConfigurationValue(em, key)).to.deep.equal({ a: 2 });
        throw undone;
      })
      .catch((error: unknown) => error);
    expect(failure).to.equal(undone);
    expect(await readConfigurationValue(db.em(), key)).to.deep.equal({ a: 1 });
  });

  it('is not kept where it was written while it was read', async () => {
    const key = await makeConfiguration(db, { a: 1 });
    const reading = readConfigurationValue(db.em(), key);
    clearConfigurationValueCacheForKey(db.em(), key);
    await reading;
    expect(await db.statements(() => readConfigurationValue(db.em(), key))).to.have.length(1);
  });

  it('is written over the old one, in the same row', async () => {
    const key = await makeConfiguration(db, { a: 1 });
    const before = await db.em().findOneOrFail(Configuration, { key });
    await writeConfiguration(db.em(), key, { a: 2 });
    const after = await db.em().findOneOrFail(Configuration, { key });
    expect(after.value).to.deep.equal({ a: 2 });
    expect([after.id, String(after.created)]).to.deep.equal([before.id, String(before.created)]);
    expect(Temporal.Instant.compare(after.updated, before.updated)).to.equal(1);
  });

  it('is gone once it is deleted', async () => {
    const key = await makeConfiguration(db, { a: 1 });
    await readConfigurationValue(db.em(), key);
    expect(await deleteConfiguration(db.em(), key)).to.equal(true);
    expect(await readConfigurationValue(db.em(), key)).to.equal(null);
  });
});

/** A configuration of a key of its own, which is returned. */
async function makeConfiguration(db: TestDatabase, value: object): Promise<string> {
  const key = newId();
  await db
    .em()
    .persist(new Configuration({ key, value: value as never }))
    .flush();
  return key;
}

async function changeBehind(db: TestDatabase, key: string, value: object): Promise<void> {
  await db.em().nativeUpdate(Configuration, { key }, { value: value as never });
}
