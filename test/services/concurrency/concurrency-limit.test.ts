import { expect } from 'chai';
import { ConcurrencyLimit, newId } from '../../../src/domain/index.ts';
import {
  type ConcurrencyLimitKey,
  createConcurrencyLimit,
  deleteConcurrencyLimit,
  readConcurrencyLimit,
  resetConcurrencyLimit,
} from '../../../src/services/concurrency/index.ts';
import { expectRefusal } from '../../queries/support/bad-input.ts';
import { describeEachDialect } from '../../support/dialects.ts';
import { uniqueName } from '../../support/factories.ts';

describeEachDialect('A limit by tag', (db) => {
  it('that is made again gets the new limit, and keeps its slots', async () => {
    const tag = uniqueName('tag');
    const [id, holder] = [newId(), newId()];
    const made = await createConcurrencyLimit(db.em(), { id, tag, concurrencyLimit: 2, activeSlots: [holder] });
    const again = await createConcurrencyLimit(db.em(), { id: newId(), tag, concurrencyLimit: 5, activeSlots: [] });
    expect(again).to.deep.include({ id, concurrencyLimit: 5, activeSlots: [holder] });
    expect(again.created.equals(made.created)).to.equal(true);
    expect(Temporal.Instant.compare(again.updated, made.updated)).to.equal(1);
  });

  it('is one limit when many make it at once', async () => {
    const tag = uniqueName('tag');
    const made = await Promise.all(
      Array.from({ length: 8 }, (_, index) => createConcurrencyLimit(db.em(), { tag, concurrencyLimit: index })),
    );
    expect(new Set(made.map(({ id }) => id))).to.have.property('size', 1);
    expect(await db.em().count(ConcurrencyLimit, { tag })).to.equal(1);
  });

  for (const by of ['id', 'tag'] as const) {
    it(`is read, reset and deleted by its ${by}`, async () => {
      const made = await createConcurrencyLimit(db.em(), { tag: uniqueName('tag'), concurrencyLimit: 1 });
      const key: ConcurrencyLimitKey = by === 'id' ? { id: made.id } : { tag: made.tag };
      const holders = [newId(), newId()];
      expect(await resetConcurrencyLimit(db.em(), key, holders)).to.deep.include({ activeSlots: holders });
      expect(await readConcurrencyLimit(db.em(), key)).to.deep.include({ id: made.id, activeSlots: holders });
      await resetConcurrencyLimit(db.em(), key);
      expect(await readConcurrencyLimit(db.em(), key)).to.deep.include({ activeSlots: [] });
      expect(await deleteConcurrencyLimit(db.em(), key)).to.equal(true);
      expect(await deleteConcurrencyLimit(db.em(), key)).to.equal(false);
      expect(await readConcurrencyLimit(db.em(), key)).to.equal(null);
      expect(await resetConcurrencyLimit(db.em(), key)).to.equal(null);
    });
  }

  it('is refused by the path of what makes no sense', async () => {
    const limit = { tag: 'a', concurrencyLimit: 1 };
    await expectRefusal(db, 'limit.tag', (em) => createConcurrencyLimit(em, { concurrencyLimit: 1 } as never));
    for (const concurrencyLimit of [-1, 0.5, 2 ** 31]) {
      await expectRefusal(db, 'limit.concurrencyLimit', (em) =>
        createConcurrencyLimit(em, { ...limit, concurrencyLimit }),
      );
    }
    await expectRefusal(db, 'limit.activeSlots[1]', (em) =>
      createConcurrencyLimit(em, { ...limit, activeSlots: [newId(), 'x'] }),
    );
    await expectRefusal(db, 'key', (em) => readConcurrencyLimit(em, { name: 'a' } as never));
    await expectRefusal(db, 'activeSlots[0]', (em) => resetConcurrencyLimit(em, { tag: 'a' }, ['x']));
  });
});
