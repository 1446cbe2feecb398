import { ForeignKeyConstraintViolationException } from '@mikro-orm/core';
import { expect } from 'chai';
import { FlowRun, InvalidValueError, newId } from '../../src/domain/index.ts';
import { insertNewRows } from '../../src/queries/insert-new-rows.ts';
import { describeEachDialect } from '../support/dialects.ts';
import { makeFlow } from '../support/factories.ts';

describeEachDialect('An insert of many rows that may meet others', (db) => {
  const flow = makeFlow();
  const key = ['flow_id', 'idempotency_key'];

  before(() => db.em().persist(flow).flush());

  it('tells which rows went in, in one statement', async () => {
    const rows = ['a', 'b', 'a', null, null].map((idempotencyKey) => ({ id: newId(), flow: flow.id, idempotencyKey }));
    await insertNewRows(db.em(), FlowRun, [{ flow: flow.id, idempotencyKey: 'b' }], key);
    const em = db.em();
    let inserted = new Set<string>();
    const statements = await db.statements(async () => {
      inserted = await insertNewRows(em, FlowRun, rows, key);
    });
    expect(statements).to.have.length(1);
    expect([...inserted]).to.have.members([rows[0]!.id, rows[3]!.id, rows[4]!.id]);
    expect(em.getUnitOfWork().getIdentityMap().values()).to.deep.equal([]);
  });

  it('gives rows the defaults of the application, and values their stored form', async () => {
    const totalRunTime = Temporal.Duration.from({ seconds: 90 });
    const [id] = await insertNewRows(db.em(), FlowRun, [{ flow: flow.id, totalRunTime, tags: ['?', '$1'] }], key);
    const run = await db.em().findOneOrFail(FlowRun, id!);
    expect(run).to.deep.include({ tags: ['?', '$1'], parameters: {}, runCount: 0 });
    expect(run.name).to.match(/^[a-z]+-/);
    expect(run.totalRunTime.total('seconds')).to.equal(90);
  });

  it('refuses all where one is refused', async () => {
    const count = await db.em().count(FlowRun);
    const refused = [
      [[{ flow: flow.id }, { flow: newId() }], ForeignKeyConstraintViolationException],
      [[{ flow: flow.id }, { flow: flow.id, startTime: 'now' as never }], InvalidValueError],
    ] as const;
    for (const [rows, type] of refused) {
      const failure = await insertNewRows(db.em(), FlowRun, rows, key).catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(type);
    }
    expect(await db.em().count(FlowRun)).to.equal(count);
  });
});
