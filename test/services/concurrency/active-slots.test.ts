import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { ConcurrencyLimitV2, newId, now } from '../../../src/domain/index.ts';
import { addDeniedSlots, decrementActiveSlots, incrementActiveSlots } from '../../../src/services/concurrency/index.ts';
import { inTransaction } from '../../../src/services/transaction.ts';
import { expectRefusal } from '../../queries/support/bad-input.ts';
import { describeEachDialect, type TestDatabase } from '../../support/dialects.ts';
import { makeConcurrencyLimitV2, uniqueName } from '../../support/factories.ts';

type Values = Parameters<typeof makeConcurrencyLimitV2>[0];

describeEachDialect('The slots of a limit', (db) => {
  it('are taken while there are any, and given back', async () => {
    const { id } = await limitWith(db, { limit: 3 });
    expect(await incrementActiveSlots(db.em(), [id], 2)).to.equal(true);
    expect(await incrementActiveSlots(db.em(), [id], 2)).to.equal(false);
    expect(await incrementActiveSlots(db.em(), [id], 1)).to.equal(true);
    expect(await slotsOf(db, id)).to.deep.equal([3, 0]);
    expect(await decrementActiveSlots(db.em(), [id], 2)).to.equal(true);
    expect(await slotsOf(db, id)).to.deep.equal([1, 0]);
    expect(await decrementActiveSlots(db.em(), [id], 5)).to.equal(true);
    expect(await slotsOf(db, id)).to.deep.equal([0, 0]);
  });

  it('stay taken of the limits that gave them where others did not', async () => {
    const [full, free] = [await limitWith(db, { limit: 1, activeSlots: 1 }), await limitWith(db, { limit: 2 })];
    expect(await incrementActiveSlots(db.em(), [full.id, free.id], 1)).to.equal(false);
    expect(await slotsOf(db, full.id)).to.deep.equal([1, 0]);
    expect(await slotsOf(db, free.id)).to.deep.equal([1, 0]);
    expect(await incrementActiveSlots(db.em(), [free.id, newId()], 1)).to.equal(false);
    expect(await slotsOf(db, free.id)).to.deep.equal([2, 0]);
    expect(await incrementActiveSlots(db.em(), [], 1)).to.equal(true);
  });

  it('are neither given nor taken while it is not active', async () => {
    const { id } = await limitWith(db, { limit: 3, activeSlots: 1, active: false });
    expect(await incrementActiveSlots(db.em(), [id], 1)).to.equal(false);
    expect(await decrementActiveSlots(db.em(), [id], 1)).to.equal(false);
    expect(await addDeniedSlots(db.em(), [id], 1)).to.equal(false);
    expect(await slotsOf(db, id)).to.deep.equal([1, 0]);
  });

  it('are never more than there are, however many ask at once', async () => {
    const ids = (await Promise.all([limitWith(db, { limit: 5 }), limitWith(db, { limit: 5 })])).map(({ id }) => id);
    const taken = await Promise.all(
      Array.from({ length: 16 }, (_, index) => incrementActiveSlots(db.em(), index % 2 ? ids : ids.toReversed(), 1)),
    );
    expect(taken.filter(Boolean)).to.have.length(5);
    expect(await Promise.all(ids.map((id) => slotsOf(db, id)))).to.deep.equal([
      [5, 0],
      [5, 0],
    ]);
  });

  it('are taken in the order of the ids of their limits, so that nobody waits in a circle', async () => {
    const [low, high] = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'];
    // a statement alone would come to this one first, as it lies first
    await limitWith(db, { id: high, limit: 5 });
    await limitWith(db, { id: low, limit: 5 });
    const others: Promise<boolean>[] = [];
    await inTransaction(db.em(), async (tx) => {
      await incrementActiveSlots(tx, [low], 1);
      others.push(incrementActiveSlots(db.em(), [high, low], 1));
      await setTimeout(200);
      await incrementActiveSlots(tx, [high], 1);
    });
    expect(await Promise.all(others)).to.deep.equal([true]);
    expect(await Promise.all([low, high].map((id) => slotsOf(db, id)))).to.deep.equal([
      [2, 0],
      [2, 0],
    ]);
  });

  // 105 seconds have passed in each, and a little: what is expected changes only after 5 seconds more
  const forgotten: readonly (readonly [title: string, values: Values, denied: number])[] = [
    ['one in the time for which a slot is held', { avgSlotOccupancySeconds: 10 }, 90],
    ['ten a second at most', { avgSlotOccupancySeconds: 0.01, deniedSlots: 900 }, 0],
    ['one in thirty seconds at least', { avgSlotOccupancySeconds: 1000 }, 97],
    ['one in ten seconds at least, for a tag', { avgSlotOccupancySeconds: 1000, name: uniqueName('tag:slow') }, 90],
    ['as many as come back, where they come back by themselves', { slotDecayPerSecond: 0.1 }, 90],
  ];
  for (const [title, values, denied] of forgotten) {
    it(`that were denied are forgotten: ${title}`, async () => {
      const { id } = await limitWith(db, { deniedSlots: 100, ...values });
      await ago(db, id, 105);
      expect(await addDeniedSlots(db.em(), [id], 7)).to.equal(true);
      expect(await slotsOf(db, id)).to.deep.equal([0, denied + 7]);
    });
  }

  it('come back by themselves, down to none taken', async () => {
    const { id } = await limitWith(db, { limit: 12, activeSlots: 12, slotDecayPerSecond: 0.1 });
    await ago(db, id, 105);
    expect(await incrementActiveSlots(db.em(), [id], 11)).to.equal(false);
    expect(await incrementActiveSlots(db.em(), [id], 10)).to.equal(true);
    expect(await slotsOf(db, id)).to.deep.equal([12, 0]);
    await ago(db, id, 3600);
    expect(await incrementActiveSlots(db.em(), [id], 12)).to.equal(true);
    expect(await slotsOf(db, id)).to.deep.equal([12, 0]);
  });

  it('do not go the other way where the last write lies ahead', async () => {
    const { id } = await limitWith(db, { limit: 12, activeSlots: 2, slotDecayPerSecond: 1 });
    await ago(db, id, -60);
    expect(await decrementActiveSlots(db.em(), [id], 1)).to.equal(true);
    expect(await slotsOf(db, id)).to.deep.equal([1, 0]);
  });

  it('move the average by how long they were held', async () => {
    const { id } = await limitWith(db, { limit: 3, activeSlots: 3, avgSlotOccupancySeconds: 2 });
    await decrementActiveSlots(db.em(), [id], 2, { occupancySeconds: 10 });
    // 5 seconds each, as one of twice three samples
    expect(await averageOf(db, id)).to.be.closeTo(2 + 5 / 6 - 2 / 6, 1e-9);
    await decrementActiveSlots(db.em(), [id], 1, { occupancySeconds: 0.001 });
    expect(await averageOf(db, id)).to.be.closeTo((2.5 * 5 + 0.1) / 6, 1e-9);
    await updateLimit(db, id, { limit: 0 });
    expect(await decrementActiveSlots(db.em(), [id], 1, { occupancySeconds: 9 })).to.equal(true);
    expect(await averageOf(db, id)).to.be.closeTo((2.5 * 5 + 0.1) / 6, 1e-9);
  });

  it('are given back again where the transaction is undone', async () => {
    const { id } = await limitWith(db, { limit: 3 });
    const failure = new Error('undone');
    const work = inTransaction(db.em(), async (tx) => {
      await incrementActiveSlots(tx, [id], 1);
      throw failure;
    });
    expect(await work.catch((error: unknown) => error)).to.equal(failure);
    expect(await slotsOf(db, id)).to.deep.equal([0, 0]);
  });

  it('are refused by the parameter that makes no sense', async () => {
    const ids = [newId()];
    await expectRefusal(db, 'ids[1]', (em) => incrementActiveSlots(em, [newId(), 'x'], 1));
    await expectRefusal(db, 'slots', (em) => incrementActiveSlots(em, ids, -1));
    await expectRefusal(db, 'slots', (em) => addDeniedSlots(em, ids, 0.5));
    await expectRefusal(db, 'slots', (em) => decrementActiveSlots(em, ids, 0, { occupancySeconds: 1 }));
    await expectRefusal(db, 'occupancySeconds', (em) => decrementActiveSlots(em, ids, 1, { occupancySeconds: -1 }));
  });
});

async function limitWith(db: TestDatabase, values: Values): Promise<ConcurrencyLimitV2> {
  const limit = makeConcurrencyLimitV2(values);
  await db.em().persist(limit).flush();
  return limit;
}

async function ago(db: TestDatabase, id: string, seconds: number): Promise<void> {
  await updateLimit(db, id, { updated: now().subtract({ seconds }) });
}

async function updateLimit(db: TestDatabase, id: string, values: Partial<ConcurrencyLimitV2>): Promise<void> {
  await db.em().nativeUpdate(ConcurrencyLimitV2, { id }, values);
}

async function slotsOf(db: TestDatabase, id: string): Promise<[active: number, denied: number]> {
  const { activeSlots, deniedSlots } = await db.em().findOneOrFail(ConcurrencyLimitV2, id);
  return [activeSlots, deniedSlots];
}

async function averageOf(db: TestDatabase, id: string): Promise<number> {
  return (await db.em().findOneOrFail(ConcurrencyLimitV2, id)).avgSlotOccupancySeconds;
}
