import { expect } from 'chai';
import { createSavedSearch } from '../../../src/services/searches/index.ts';
import { expectRefusal } from '../../queries/support/bad-input.ts';
import { describeEachDialect } from '../../support/dialects.ts';
import { makeSavedSearch } from '../../support/factories.ts';

describeEachDialect('A saved search', (db) => {
  const filter = { object: 'flow', property: 'name', type: 'string', operation: 'equals', value: 1 };

  it('gets other filters where there is one of its name, and nothing else', async () => {
    const stored = makeSavedSearch({ filters: [filter], updated: Temporal.Instant.from('2024-01-01T00:00:00Z') });
    await db.em().persist(stored).flush();
    const { name, id, updated } = stored;
    const found = await createSavedSearch(db.em(), { name, filters: [{ ...filter, value: { any_: ['x'] } }] });
    expect(found).to.deep.include({ id, filters: [{ ...filter, value: { any_: ['x'] } }] });
    expect(found.updated.equals(updated)).to.equal(true);
    expect(await createSavedSearch(db.em(), { name })).to.deep.include({ id, filters: [] });
  });

  it('is refused by the path of what makes no sense', async () => {
    const filters = [filter, { ...filter, operation: 5 }];
    await expectRefusal(db, 'savedSearch.filters[1].operation', (em) =>
      createSavedSearch(em, { name: 's', filters } as never),
    );
  });
});
