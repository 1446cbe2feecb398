import { expect } from 'chai';
import { Flow } from '../../../src/domain/index.ts';
import { createFlow, updateFlow } from '../../../src/services/flows/index.ts';
import { inTransaction } from '../../../src/services/transaction.ts';
import { describeEachDialect } from '../../support/dialects.ts';
import { makeFlow, uniqueName } from '../../support/factories.ts';
import { expectRefusal } from '../../queries/support/bad-input.ts';

describeEachDialect('A flow that is made by its name', (db) => {
  it('goes in once, and stays as it was made first', async () => {
    const name = uniqueName('flow');
    const first = await createFlow(db.em(), { name, tags: ['a'], labels: { team: 'x' } });
    const second = await createFlow(db.em(), { name, tags: ['b'] });
    expect(second).to.deep.include({ id: first.id, tags: ['a'], labels: { team: 'x' }, updated: first.updated });
  });

  it('goes in once when many make it together', async () => {
    const name = uniqueName('flow');
    const flows = await Promise.all(Array.from({ length: 8 }, () => createFlow(db.em(), { name })));
    expect(new Set(flows.map(({ id }) => id)).size).to.equal(1);
  });

  it('shares the transaction and the entities of its caller', async () => {
    const name = uniqueName('flow');
    const em = db.em();
    await inTransaction(em, async (tx) => {
      const flow = await createFlow(tx, { name });
      expect(await tx.findOne(Flow, { name })).to.equal(flow);
      throw new Error('the caller changes its mind');
    }).catch(() => undefined);
    expect(await db.em().count(Flow, { name })).to.equal(0);
  });

  it('changes where it is told to, and says when', async () => {
    const flow = makeFlow({
      tags: ['a'],
      labels: { team: 'x' },
      updated: Temporal.Instant.from('2024-01-01T00:00:00Z'),
    });
    await db.em().persist(flow).flush();
    await updateFlow(db.em(), flow.id, { tags: ['b'] });
    const { tags, labels, updated } = await db.em().findOneOrFail(Flow, flow.id);
    expect({ tags, labels }).to.deep.equal({ tags: ['b'], labels: { team: 'x' } });
    expect(updated.epochMilliseconds).to.be.greaterThan(flow.updated.epochMilliseconds);
  });

  it('is null where there is none to change', async () => {
    expect(await updateFlow(db.em(), makeFlow().id, { tags: [] })).to.equal(null);
  });

  it('is refused by the path of what makes no sense', async () => {
    const refused: Record<string, unknown> = {
      flow: null,
      'flow.name': { name: 'a/b' },
      'flow.colour': { name: 'f', colour: 'red' },
      'flow.tags[1]': { name: 'f', tags: ['a', 1] },
      'flow.labels.a': { name: 'f', labels: { a: [] } },
      'flow.id': { name: 'f', id: 'x' },
    };
    for (const [path, flow] of Object.entries(refused)) {
      await expectRefusal(db, path, (em) => createFlow(em, flow as never));
    }
    await expectRefusal(db, 'flow.name', (em) => createFlow(em, { name: '' }));
    await expectRefusal(db, 'id', (em) => updateFlow(em, 'x', {}));
    await expectRefusal(db, 'changes.name', (em) => updateFlow(em, makeFlow().id, { name: 'f' } as never));
  });
});
