import { expect } from 'chai';
import { Log, newId } from '../../../src/domain/index.ts';
import { createLogs, type NewLog } from '../../../src/services/logs/index.ts';
import { expectRefusal } from '../../queries/support/bad-input.ts';
import { describeEachDialect } from '../../support/dialects.ts';

describeEachDialect('Log lines', (db) => {
  const timestamp = Temporal.Instant.from('2026-02-01T10:00:00.000001Z');
  const line: NewLog = { name: 'prefect', level: 20, message: 'Hello', timestamp };

  it('go in by thousands, in a few statements and one transaction', async () => {
    const flowRunId = newId();
    const lines = Array.from({ length: 10_000 }, (_, index) => ({ ...line, flowRunId, message: `line ${index}` }));
    const statements = await db.statements(() => createLogs(db.em(), lines));
    expect(statements.length).to.be.lessThan(100);
    expect(statements.filter((statement) => /^begin|^start/i.test(statement))).to.have.length(1);
    expect(await db.em().count(Log, { flowRunId })).to.equal(10_000);
    const last = await db.em().findOneOrFail(Log, { flowRunId, message: 'line 9999' });
    expect(last).to.deep.include({ level: 20, taskRunId: null });
    expect(last.timestamp.equals(timestamp)).to.equal(true);
  });

  it('go in without the NUL characters that PostgreSQL cannot hold', async () => {
    const taskRunId = newId();
    await createLogs(db.em(), [{ ...line, taskRunId, name: 'a\0b', message: '\0one\0two\n' }]);
    expect(await db.em().findOneOrFail(Log, { taskRunId })).to.deep.include({ name: 'ab', message: 'onetwo\n' });
  });

  it('may be none', async () => {
    const before = await db.em().count(Log);
    await createLogs(db.em(), []);
    expect(await db.em().count(Log)).to.equal(before);
  });

  it('are refused together by the path of what makes no sense in one', async () => {
    await expectRefusal(db, 'logs', (em) => createLogs(em, line as never));
    await expectRefusal(db, 'logs[1].level', (em) => createLogs(em, [line, { ...line, level: 32_768 }]));
    await expectRefusal(db, 'logs[0].timestamp', (em) => createLogs(em, [{ ...line, timestamp: 'now' as never }]));
    await expectRefusal(db, 'logs[0].flowRunId', (em) => createLogs(em, [{ ...line, flowRunId: 'x' }]));
  });
});
