import { expect } from 'chai';
import type { RecordedRow, Recording, StoredValue } from '../../../src/services/recording/index.ts';
import { unitsOf } from '../../../src/services/recording/index.ts';

/** A row that came to be at a minute of one hour. */
function row(table: string, id: string, minute: number, values: Record<string, StoredValue> = {}): RecordedRow {
  const moment = `2026-11-23 06:${String(minute).padStart(2, '0')}:00.000000`;
  return { table, id, values: { id, created: moment, timestamp: moment, ...values } };
}

function recordingOf(rows: RecordedRow[]): Recording {
  return { prefect: '3.8.8', rows: Map.groupBy(rows, ({ table }) => table) };
}

function ids(recording: Recording): string[][] {
  return unitsOf(recording).map(({ rows }) => rows.map(({ id }) => id));
}

describe('the units of a recording', () => {
  it('are states in order of time across the runs, the first with its run, each with what followed', () => {
    const recording = recordingOf([
      // the server writes a run down after its client made the first state
      row('flow_run', 'run', 3),
      row('flow_run_state', 'pending', 1, { flow_run_id: 'run' }),
      row('flow_run_state', 'running', 4, { flow_run_id: 'run' }),
      row('flow_run_state', 'completed', 9, { flow_run_id: 'run' }),
      row('task_run', 'task', 8, { flow_run_id: 'run' }),
      row('task_run_state', 'running task', 6, { task_run_id: 'task' }),
      row('log', 'log of the run', 5, { flow_run_id: 'run' }),
      row('log', 'log of the task', 7, { flow_run_id: 'run', task_run_id: 'task' }),
    ]);
    expect(ids(recording)).to.deep.equal([
      ['run', 'pending'],
      ['running', 'log of the run'],
      ['task', 'running task', 'log of the task'],
      ['completed'],
    ]);
  });

  it('have a result in time for the first state that has it', () => {
    const recording = recordingOf([
      row('flow_run', 'run', 1),
      row('flow_run_state', 'pending', 1, { flow_run_id: 'run' }),
      row('flow_run_state', 'completed', 2, { flow_run_id: 'run', result_artifact_id: 'result' }),
      row('flow_run_state', 'cached', 4, { flow_run_id: 'run', result_artifact_id: 'result' }),
      row('artifact', 'result', 3),
    ]);
    expect(ids(recording)).to.deep.equal([['run', 'pending', 'result'], ['completed'], ['cached']]);
  });

  it('come in an order in which each finds what it points at', () => {
    const recording = recordingOf([
      row('artifact_collection', 'collection', 0),
      row('flow_run', 'run', 0, { flow_id: 'flow' }),
      row('flow_run_state', 'pending', 0, { flow_run_id: 'run' }),
      row('deployment_schedule', 'schedule', 1, { deployment_id: 'deployment' }),
      row('deployment', 'deployment', 2, { flow_id: 'flow' }),
      row('flow', 'flow', 3),
      row('worker', 'worker', 4, { work_pool_id: 'pool' }),
      row('work_queue', 'queue', 5, { work_pool_id: 'pool' }),
      row('work_pool', 'pool', 6),
      row('concurrency_limit_v2', 'limit', 7),
    ]);
    expect(ids(recording)).to.deep.equal([
      ['limit'],
      ['pool', 'queue', 'worker'],
      ['flow', 'deployment', 'schedule'],
      ['run', 'pending'],
      ['collection'],
    ]);
  });

  it('lose no row, not even of a run that is not recorded', () => {
    const recording = recordingOf([
      row('log', 'orphan', 1, { flow_run_id: 'gone' }),
      row('artifact', 'old', 2, { flow_run_id: 'gone' }),
      row('flow_run', 'run without states', 3),
    ]);
    expect(ids(recording).flat()).to.deep.equal(['orphan', 'old', 'run without states']);
  });
});
