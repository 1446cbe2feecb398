import { expect } from 'chai';
import type { RecordedRow, Recording, StoredValue } from '../../../src/services/recording/index.ts';
import { unitsOf } from '../../../src/services/recording/index.ts';

function row(table: string, id: string, values: Record<string, StoredValue> = {}): RecordedRow {
  return { table, id, values: { id, flow_run_id: null, task_run_id: null, ...values } };
}

function recordingOf(rows: RecordedRow[]): Recording {
  return { prefect: '3.8.8', rows: Map.groupBy(rows, ({ table }) => table) };
}

function ids(recording: Recording): string[][] {
  return unitsOf(recording).map(({ rows }) => rows.map(({ id }) => id));
}

describe('the units of a recording', () => {
  it('keep a flow run together with all that is its own', () => {
    const recording = recordingOf([
      row('log', 'log of the task', { flow_run_id: 'run', task_run_id: 'task' }),
      row('flow_run', 'run'),
      row('flow_run_state', 'state', { flow_run_id: 'run' }),
      row('task_run', 'task', { flow_run_id: 'run' }),
      row('task_run_state', 'state of the task', { task_run_id: 'task' }),
      row('artifact', 'artifact', { flow_run_id: 'run' }),
    ]);
    expect(ids(recording)).to.deep.equal([
      ['run', 'state', 'task', 'state of the task', 'log of the task', 'artifact'],
    ]);
  });

  it('come in an order in which each finds what it points at', () => {
    const recording = recordingOf([
      row('artifact_collection', 'collection'),
      row('task_run', 'background'),
      row('flow_run', 'run', { flow_id: 'flow' }),
      row('artifact', 'shared result'),
      row('deployment_schedule', 'schedule', { deployment_id: 'deployment' }),
      row('deployment', 'deployment', { flow_id: 'flow' }),
      row('flow', 'flow'),
      row('worker', 'worker', { work_pool_id: 'pool' }),
      row('work_queue', 'queue', { work_pool_id: 'pool' }),
      row('work_pool', 'pool'),
      row('concurrency_limit_v2', 'limit'),
    ]);
    expect(ids(recording)).to.deep.equal([
      ['limit'],
      ['pool', 'queue', 'worker'],
      ['flow', 'deployment', 'schedule'],
      ['shared result'],
      ['run'],
      ['background'],
      ['collection'],
    ]);
  });

  it('lose no row, not even of a run that is not recorded', () => {
    const recording = recordingOf([
      row('log', 'orphan', { flow_run_id: 'gone' }),
      row('artifact', 'old', { flow_run_id: 'gone' }),
    ]);
    expect(ids(recording)).to.deep.equal([['orphan'], ['old']]);
  });
});
