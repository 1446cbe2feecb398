import { expect } from 'chai';
import { FlowRun, newId } from '../../../src/domain/index.ts';
import { updateFlowRun, updateFlowRunLabels } from '../../../src/services/flow-runs/index.ts';
import { expectRefusal } from '../../queries/support/bad-input.ts';
import { describeEachDialect } from '../../support/dialects.ts';
import { makeFlowRun, makeFlowRunState } from '../../support/factories.ts';

describeEachDialect('A flow run that is changed', (db) => {
  it('keeps what it is not told, and says when it changed', async () => {
    const run = await storedRun();
    const changed = await updateFlowRun(db.em(), run.id, { tags: ['b'], empiricalPolicy: { retries: 3 } });
    const stored = await db.em().findOneOrFail(FlowRun, run.id);
    expect(stored).to.deep.include({ name: 'run', tags: ['b'], parameters: { x: 1 } });
    expect(stored.empiricalPolicy).to.deep.include({ retries: 3, pause_keys: [], resuming: false });
    expect(stored.updated.epochMilliseconds).to.be.greaterThan(run.updated.epochMilliseconds);
    expect(changed?.state?.id).to.equal(run.stateId);
    expect(changed?.empiricalPolicy).to.deep.equal(stored.empiricalPolicy);
  });

  it('gets a name of its own where it is given none', async () => {
    const run = await storedRun();
    expect(await updateFlowRun(db.em(), run.id, { name: null }))
      .to.have.property('name')
      .that.matches(/^[a-z]+-/);
    expect(await updateFlowRun(db.em(), run.id, { name: 'mine' })).to.have.property('name', 'mine');
  });

  it('gathers labels, also where many come at once', async () => {
    const run = await storedRun();
    const labels = Array.from({ length: 8 }, (_, index) => ({ [`label ${index}`]: index, shared: index }));
    await Promise.all(labels.map((added) => updateFlowRunLabels(db.em(), run.id, added)));
    const stored = await db.em().findOneOrFail(FlowRun, run.id);
    expect(Object.keys(stored.labels ?? {})).to.have.length(10);
    expect(stored.labels).to.include({ team: 'x', 'label 7': 7 });
  });

  it('is null where there is none', async () => {
    expect(await updateFlowRun(db.em(), newId(), { tags: [] })).to.equal(null);
    expect(await updateFlowRunLabels(db.em(), newId(), {})).to.equal(null);
  });

  it('is refused by the path of what makes no sense', async () => {
    await expectRefusal(db, 'id', (em) => updateFlowRun(em, 'x', {}));
    await expectRefusal(db, 'changes.stateType', (em) => updateFlowRun(em, newId(), { stateType: 'RUNNING' } as never));
    await expectRefusal(db, 'labels.a', (em) => updateFlowRunLabels(em, newId(), { a: null } as never));
  });

  async function storedRun(): Promise<FlowRun> {
    const updated = Temporal.Instant.from('2024-01-01T00:00:00Z');
    const run = makeFlowRun({ name: 'run', tags: ['a'], parameters: { x: 1 }, labels: { team: 'x' }, updated });
    run.setState(makeFlowRunState({ flowRun: run }));
    await db.em().persist(run).flush();
    return run;
  }
});
