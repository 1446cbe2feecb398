import { join } from 'node:path';
import { expect } from 'chai';
import { checkDatabase } from '../../scripts/check-databases/check.ts';
import { playRecording, readRecording } from '../../src/services/recording/index.ts';
import { describeEachDialect } from '../support/dialects.ts';

describeEachDialect('the check of a database', (db) => {
  const recordingFile = join(import.meta.dirname, '../../recordings/prefect-3.8.8.json');
  const scratch = () => ({ name: 'the recording', url: db.url, scratch: true });

  before(async () => {
    await playRecording(db.em(), await readRecording(recordingFile));
  });

  it('loads every row as an entity, flushes nothing and writes the same bytes back', async () => {
    const { tables, sent, rewrites, faults } = await checkDatabase(scratch(), { rewrite: true });
    expect(faults).to.deep.equal([]);
    expect(sent).to.deep.equal([]);
    expect(tables).to.have.length(35);
    expect(tables.find(({ className }) => className === 'FlowRun')).to.deep.include({ rows: 38, entities: 38 });
    expect(rewrites).to.be.at.least(14);
  });

  it('finds a table that has no class', async () => {
    await db.orm.em.getConnection().execute('create table stray (id integer)');
    const { faults } = await checkDatabase(scratch(), { rewrite: false });
    await db.orm.em.getConnection().execute('drop table stray');
    expect(faults).to.deep.equal(['no class is mapped to stray']);
  });

  it('finds bytes that are not as the entities write them', async () => {
    if (db.dialect === 'postgresql') {
      // its own types have one spelling only
      return;
    }
    await db.orm.em
      .getConnection()
      .execute("update flow_run set total_run_time = '1970-01-01 00:00:01.5' where name = 'future'");
    const { sent, faults } = await checkDatabase(scratch(), { rewrite: true });
    expect(sent).to.deep.equal([]);
    expect(faults).to.deep.equal(['writing all rows back changed flow_run']);
  });
});
