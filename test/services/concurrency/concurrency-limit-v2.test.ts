import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { expect } from 'chai';
import {
  type ConcurrencyLimitV2Key,
  createConcurrencyLimitV2,
  deleteConcurrencyLimitV2,
  readConcurrencyLimitV2,
  updateConcurrencyLimitV2,
} from '../../../src/services/concurrency/index.ts';
import { expectRefusal } from '../../queries/support/bad-input.ts';
import { describeEachDialect } from '../../support/dialects.ts';
import { uniqueName } from '../../support/factories.ts';

describeEachDialect('A limit by name', (db) => {
  for (const by of ['id', 'name'] as const) {
    it(`is made, read, changed and deleted by its ${by}`, async () => {
      const made = await createConcurrencyLimitV2(db.em(), { name: uniqueName('limit'), limit: 3 });
      const key: ConcurrencyLimitV2Key = by === 'id' ? { id: made.id } : { name: made.name };
      expect(await readConcurrencyLimitV2(db.em(), key)).to.deep.include({
        active: true,
        limit: 3,
        activeSlots: 0,
        deniedSlots: 0,
        slotDecayPerSecond: 0,
        avgSlotOccupancySeconds: 2,
      });
      expect(await updateConcurrencyLimitV2(db.em(), key, { active: false, slotDecayPerSecond: 0.25 })).to.not.equal(
        null,
      );
      const changed = await readConcurrencyLimitV2(db.em(), key);
      expect(changed).to.deep.include({ active: false, slotDecayPerSecond: 0.25, limit: 3 });
      expect(await deleteConcurrencyLimitV2(db.em(), key)).to.equal(true);
      expect(await deleteConcurrencyLimitV2(db.em(), key)).to.equal(false);
      expect(await readConcurrencyLimitV2(db.em(), key)).to.equal(null);
      expect(await updateConcurrencyLimitV2(db.em(), key, { limit: 1 })).to.equal(null);
    });
  }

  it('is refused a name that another one has', async () => {
    const name = uniqueName('limit');
    await createConcurrencyLimitV2(db.em(), { name, limit: 1 });
    const error = await createConcurrencyLimitV2(db.em(), { name, limit: 1 }).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(UniqueConstraintViolationException);
  });

  it('is refused by the path of what makes no sense', async () => {
    await expectRefusal(db, 'limit.name', (em) => createConcurrencyLimitV2(em, { name: 'a/b', limit: 1 }));
    await expectRefusal(db, 'limit.name', (em) => createConcurrencyLimitV2(em, { name: '', limit: 1 }));
    await expectRefusal(db, 'limit.limit', (em) => createConcurrencyLimitV2(em, { name: 'a', limit: -1 }));
    await expectRefusal(db, 'changes.slotDecayPerSecond', (em) =>
      updateConcurrencyLimitV2(em, { name: 'a' }, { slotDecayPerSecond: Number.NaN }),
    );
    await expectRefusal(db, 'changes.limit', (em) =>
      updateConcurrencyLimitV2(em, { name: 'a' }, { limit: null as never }),
    );
  });
});
