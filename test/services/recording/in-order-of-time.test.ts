import { join } from 'node:path';
import type { EntityManager } from '@mikro-orm/core';
import { expect } from 'chai';
import { FlowRun, FlowRunState, TaskRun, TaskRunState } from '../../../src/domain/index.ts';
import { playRecording, readRecording, type Recording } from '../../../src/services/recording/index.ts';
import { describeEachDialect } from '../../support/dialects.ts';

const recordingFile = join(import.meta.dirname, '../../../recordings/prefect-3.8.8.json');

describeEachDialect('a recording in order of time', (db) => {
  let recording: Recording;

  before(async () => {
    recording = await readRecording(recordingFile);
  });

  it('is played in order of time, each state set on its run', async function () {
    this.timeout(60_000);
    for (const transactions of [80, 60]) {
      await breakOffAfter(transactions, db.em(), recording);
      const [present, missing] = await statesOf(db.em(), recording);
      expect(present.length).to.be.greaterThan(0);
      expect(present.every((state) => state <= missing[0]!)).to.equal(true);
      await expectPointersAtNewest(db.em());
    }
    const behind = await pointersThatDiffer(db.em(), recording);
    expect(behind).to.be.greaterThan(0);
  });

  it('is finished by the next play', async function () {
    this.timeout(60_000);
    await playRecording(db.orm.em, recording);
    expect((await statesOf(db.em(), recording))[1]).to.deep.equal([]);
    expect(await pointersThatDiffer(db.em(), recording)).to.equal(0);
    await expectPointersAtNewest(db.em());
  });

  it('keeps the time at which each run was last written', async () => {
    const runs = [...(await db.em().findAll(FlowRun)), ...(await db.em().findAll(TaskRun))];
    for (const { id, updated } of runs) {
      const recorded = String(rowsOf(recording, 'flow_run', 'task_run').get(id)?.['updated']);
      expect(updated.toString(), id).to.equal(Temporal.Instant.from(`${recorded}Z`).toString());
    }
  });
});

describeEachDialect('a recording of two runs that begin at one moment', (db) => {
  it('has both runs before both states', async () => {
    const whole = await readRecording(recordingFile);
    const runs = whole.rows
      .get('flow_run')!
      .filter(({ values }) => values['name'] === 'paused-one' || values['name'] === 'idem');
    const states = runs.map(({ values: { state_id: stateId } }) => {
      const { values } = whole.rows.get('flow_run_state')!.find((state) => state.id === stateId)!;
      return {
        table: 'flow_run_state',
        id: String(stateId),
        values: { ...values, timestamp: '2026-11-23 06:00:00.000000' },
      };
    });
    const rows = new Map([
      ['flow', whole.rows.get('flow')!],
      ['flow_run', runs],
      ['flow_run_state', states],
    ]);
    await playRecording(db.orm.em, { ...whole, rows });
    expect(await pointersThatDiffer(db.em(), whole)).to.equal(0);
    expect(await db.em().count(FlowRun)).to.equal(2);
  });
});

async function breakOffAfter(transactions: number, em: EntityManager, recording: Recording): Promise<void> {
  const broken = new Error('broken off');
  try {
    await playRecording(em, recording, ({ done }) => {
      if (done === transactions) {
        throw broken;
      }
    });
  } catch (error) {
    expect(error).to.equal(broken);
    return;
  }
  throw new Error('The recording was over before it could be broken off');
}

/** The recorded times of the states that are in the database, and of those that are not, each in order. */
async function statesOf(em: EntityManager, recording: Recording): Promise<[present: string[], missing: string[]]> {
  const stored = [...(await em.findAll(FlowRunState)), ...(await em.findAll(TaskRunState))];
  const ids = new Set(stored.map(({ id }) => id));
  const recorded = [...rowsOf(recording, 'flow_run_state', 'task_run_state')];
  const times = (isThere: boolean) =>
    recorded.flatMap(([id, row]) => (ids.has(id) === isThere ? [String(row['timestamp'])] : [])).toSorted();
  return [times(true), times(false)];
}

async function expectPointersAtNewest(em: EntityManager): Promise<void> {
  const runs = [
    ...(await em.findAll(FlowRun, { populate: ['states'] })),
    ...(await em.findAll(TaskRun, { populate: ['states'] })),
  ];
  for (const run of runs) {
    expect(run.stateId, run.id).to.equal(run.states.getItems()[0]?.id);
  }
}

/** How many runs do not point at the state at which the recorded run does. */
async function pointersThatDiffer(em: EntityManager, recording: Recording): Promise<number> {
  const recorded = rowsOf(recording, 'flow_run', 'task_run');
  const runs = [...(await em.findAll(FlowRun)), ...(await em.findAll(TaskRun))];
  return runs.filter(({ id, stateId }) => recorded.get(id)?.['state_id'] !== stateId).length;
}

function rowsOf(recording: Recording, ...tables: string[]): Map<string, Readonly<Record<string, unknown>>> {
  return new Map(tables.flatMap((table) => recording.rows.get(table) ?? []).map(({ id, values }) => [id, values]));
}
