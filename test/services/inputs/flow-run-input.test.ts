import { ForeignKeyConstraintViolationException, UniqueConstraintViolationException } from '@mikro-orm/core';
import { expect } from 'chai';
import { newId } from '../../../src/domain/index.ts';
import {
  createFlowRunInput,
  deleteFlowRunInput,
  filterFlowRunInputs,
  readFlowRunInput,
} from '../../../src/services/inputs/index.ts';
import { expectRefusal } from '../../queries/support/bad-input.ts';
import { describeEachDialect } from '../../support/dialects.ts';
import { makeFlowRun, makeFlowRunInput, uniqueInstant } from '../../support/factories.ts';

describeEachDialect('An input of a flow run', (db) => {
  const flowRun = makeFlowRun();
  const flowRunId = flowRun.id;

  before(() => db.em().persist(flowRun).flush());

  it('is sent, read and deleted by its key', async () => {
    const sent = await createFlowRunInput(db.em(), {
      flowRunId,
      key: 'answer-1',
      value: '{"yes": true}',
      sender: 'me',
    });
    const found = await readFlowRunInput(db.em(), flowRunId, 'answer-1');
    expect(found).to.deep.include({ id: sent.id, flowRunId, value: '{"yes": true}', sender: 'me' });
    expect(await deleteFlowRunInput(db.em(), flowRunId, 'answer-1')).to.equal(true);
    expect(await deleteFlowRunInput(db.em(), flowRunId, 'answer-1')).to.equal(false);
    expect(await readFlowRunInput(db.em(), flowRunId, 'answer-1')).to.equal(null);
  });

  it('is found by the beginning of its key, oldest first', async () => {
    const other = makeFlowRun();
    const keys = ['pre-b', 'pre-a', 'other', 'pre-c'];
    const inputs = keys.map((key) => makeFlowRunInput({ flowRun: other, key, created: uniqueInstant() }));
    await db
      .em()
      .persist([...inputs, makeFlowRunInput({ flowRun, key: 'pre-x' })])
      .flush();
    const find = async (search: Parameters<typeof filterFlowRunInputs>[2]) =>
      (await filterFlowRunInputs(db.em(), other.id, search)).map(({ key }) => key);
    expect(await find({ prefix: 'pre-', limit: 10 })).to.deep.equal(['pre-b', 'pre-a', 'pre-c']);
    expect(await find({ prefix: 'pre-', limit: 2, excludeKeys: ['pre-b'] })).to.deep.equal(['pre-a', 'pre-c']);
    expect(await find({ prefix: 'pre-' })).to.deep.equal(['pre-b']);
    expect(await find({ prefix: '', limit: 10 })).to.deep.equal(keys);
    expect(await find({ prefix: 'p__-', limit: 10 })).to.have.length(3);
    expect(await find({ prefix: 'pre-', limit: 0 })).to.deep.equal([]);
  });

  it('is found whatever the case of its key on SQLite, and by its case on PostgreSQL, as in the reference', async () => {
    const other = makeFlowRun();
    const keys = ['ABC-1', 'abc-2', 'Äbc-3'];
    const inputs = keys.map((key) => makeFlowRunInput({ flowRun: other, key, created: uniqueInstant() }));
    await db.em().persist(inputs).flush();
    const find = async (prefix: string) =>
      (await filterFlowRunInputs(db.em(), other.id, { prefix, limit: 10 })).map(({ key }) => key);
    expect(await find('abc')).to.deep.equal(db.dialect === 'sqlite' ? ['ABC-1', 'abc-2'] : ['abc-2']);
    expect(await find('äbc')).to.deep.equal([]);
    expect(await find('%c-')).to.deep.equal(db.dialect === 'sqlite' ? keys : ['abc-2', 'Äbc-3']);
    expect(await readFlowRunInput(db.em(), other.id, 'Abc-2')).to.equal(null);
    expect(await deleteFlowRunInput(db.em(), other.id, 'Abc-2')).to.equal(false);
  });

  it('is refused where the run has one with the key, and where there is no run', async () => {
    await createFlowRunInput(db.em(), { flowRunId, key: 'twice', value: '1' });
    const again = createFlowRunInput(db.em(), { flowRunId, key: 'twice', value: '2' });
    expect(await again.catch((error: unknown) => error)).to.be.instanceOf(UniqueConstraintViolationException);
    const lost = createFlowRunInput(db.em(), { flowRunId: newId(), key: 'a', value: '1' });
    expect(await lost.catch((error: unknown) => error)).to.be.instanceOf(ForeignKeyConstraintViolationException);
    expect(await readFlowRunInput(db.em(), flowRunId, 'twice')).to.have.property('value', '1');
  });

  it('is refused by the path of what makes no sense', async () => {
    const input = { flowRunId, key: 'a', value: '1' };
    await expectRefusal(db, 'input.key', (em) => createFlowRunInput(em, { ...input, key: 'No_' }));
    await expectRefusal(db, 'input.value', (em) => createFlowRunInput(em, { ...input, value: 1 as never }));
    await expectRefusal(db, 'input.flowRunId', (em) => createFlowRunInput(em, { ...input, flowRunId: 'x' }));
    await expectRefusal(db, 'search.limit', (em) => filterFlowRunInputs(em, flowRunId, { prefix: '', limit: -1 }));
    await expectRefusal(db, 'search.prefix', (em) => filterFlowRunInputs(em, flowRunId, {} as never));
    await expectRefusal(db, 'flowRunId', (em) => readFlowRunInput(em, 'x', 'a'));
    await expectRefusal(db, 'key', (em) => deleteFlowRunInput(em, flowRunId, undefined as never));
  });
});
