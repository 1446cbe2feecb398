import { join } from 'node:path';
import { expect } from 'chai';
import { FlowRun, TaskRun } from '../../../src/domain/index.ts';
import { playRecording, readRecording, type Recording, unitsOf } from '../../../src/services/recording/index.ts';
import { migratedDatabase } from '../../support/databases/index.ts';
import { describeEachDialect } from '../../support/dialects.ts';
import { configurationFor } from '../../support/orm.ts';

const recordingFile = join(import.meta.dirname, '../../../recordings/prefect-3.8.8.json');

describeEachDialect('a recording in the database', (db) => {
  let recording: Recording;
  let rows: number;

  before(async () => {
    recording = await readRecording(recordingFile);
    rows = [...recording.rows.values()].flat().length;
  });

  it('goes in with one transaction a unit', async () => {
    const told: number[] = [];
    const statements = await db.statements(async () => {
      expect(await playRecording(db.em(), recording, ({ done }) => told.push(done))).to.equal(rows);
    });
    const units = unitsOf(recording).length;
    expect(statements.filter((sql) => sql.startsWith('begin'))).to.have.length(units);
    expect(statements.filter((sql) => sql.startsWith('commit'))).to.have.length(units);
    expect(told).to.deep.equal(Array.from({ length: units }, (_, index) => index + 1));
  });

  it('sends no transaction when it is there', async () => {
    const statements = await db.statements(async () => {
      expect(await playRecording(db.em(), recording)).to.equal(0);
    });
    expect(statements.filter((sql) => !sql.startsWith('select'))).to.deep.equal([]);
  });

  it('puts back what is missing, and only that', async () => {
    const em = db.em();
    const run = await em.findOneOrFail(FlowRun, { name: 'run-東京' });
    await em.remove(run).flush();
    const lost = await playRecording(db.em(), recording);
    // the run, its 3 states, its 10 task runs with theirs; logs and artifacts know no foreign key
    const states = recording.rows
      .get('task_run_state')!
      .filter(({ values }) => tasksOf(run.id).includes(String(values['task_run_id'])));
    expect(lost).to.equal(1 + 3 + 10 + states.length);
  });

  it('leaves a run at its last state when an earlier one is put back', async () => {
    const em = db.em();
    const run = await em.findOneOrFail(FlowRun, { name: 'cancelled-one' }, { populate: ['states'] });
    await em.remove(run.states.getItems().find(({ name }) => name === 'Running')!).flush();
    expect(await playRecording(db.em(), recording)).to.equal(1);
    const whole = await db.em().findOneOrFail(FlowRun, { name: 'cancelled-one' }, { populate: ['states'] });
    expect(whole.state?.name).to.equal('Cancelled');
    expect(whole.states.getItems().map(({ name }) => name)).to.deep.equal([
      'Cancelled',
      'Cancelling',
      'Running',
      'Pending',
    ]);
    expect(whole.updated.toString()).to.equal(run.updated.toString());
  });

  it('comes back as it was recorded', async () => {
    const run = await db
      .em()
      .findOneOrFail(FlowRun, { name: 'run-Łódź' }, { populate: ['_state', 'states', 'taskRuns'] });
    expect(run.updated.toString()).to.equal('2026-11-23T06:34:17.475Z');
    expect(run.startTime?.toString()).to.equal('2026-11-23T06:11:12.587079Z');
    expect(run.totalRunTime.total('milliseconds')).to.equal(3196.97);
    expect(run.parameters).to.deep.equal({ city: 'Łódź', n: 4, opts: null });
    expect(run.state?.name).to.equal('Completed');
    expect(run.states.getItems().map(({ name }) => name)).to.deep.equal([
      'Completed',
      'Running',
      'Pending',
      'WithArtifact',
    ]);
    expect(run.taskRuns).to.have.length(14);
    expect(await db.em().count(TaskRun, { _state: null })).to.equal(0);
  });

  function tasksOf(flowRun: string): string[] {
    return recording.rows
      .get('task_run')!
      .filter(({ values }) => values['flow_run_id'] === flowRun)
      .map(({ id }) => id);
  }
});

describe('a recording that is played by several at once', () => {
  it('goes in once', async () => {
    const recording = await readRecording(recordingFile);
    const database = await migratedDatabase('sqlite');
    const players = await Promise.all([1, 2, 3].map(() => configurationFor(database.url).init()));
    const counts = await Promise.all(players.map((orm) => playRecording(orm.em, recording)));
    expect(counts.reduce((sum, count) => sum + count, 0)).to.equal([...recording.rows.values()].flat().length);
    await Promise.all(players.map((orm) => orm.close()));
    await database.drop();
  });
});
