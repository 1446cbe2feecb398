import type { EntityManager } from '@mikro-orm/core';
import { expect } from 'chai';
import {
  Artifact,
  ArtifactCollection,
  ConcurrencyLimit,
  ConcurrencyLimitV2,
  type FlowRun,
  FlowRunState,
  flowRunPolicy,
  newId,
  setClock,
  type StateType,
  type TaskRun,
  TaskRunState,
} from '../../../src/index.ts';
import {
  type FlowRunTransition,
  type NewState,
  setFlowRunState,
  setTaskRunState,
  type TaskRunTransition,
} from '../../../src/services/transitions/index.ts';
import { expectRefusal } from '../../queries/support/bad-input.ts';
import { describeEachDialect, type TestDatabase } from '../../support/dialects.ts';
import { makeDeployment, makeFlowRun, makeTaskRun, uniqueName } from '../../support/factories.ts';

const noon = Temporal.Instant.from('2026-02-28T12:00:00Z');

/** A state a number of seconds after noon. */
function at(seconds: number, type: StateType, name?: string): NewState {
  return { type, name, timestamp: noon.add({ milliseconds: seconds * 1000 }) };
}

interface Kind {
  make(): FlowRun | TaskRun;
  set(em: EntityManager, id: string, state: NewState): Promise<FlowRunTransition | TaskRunTransition>;
}

const kinds: Record<string, Kind> = {
  'a flow run': { make: () => makeFlowRun(), set: setFlowRunState },
  'a task run': { make: () => makeTaskRun(), set: setTaskRunState },
};

describeEachDialect('A transition', (db) => {
  for (const [title, { make, set }] of Object.entries(kinds)) {
    it(`notes on ${title} when it was to start, started and ended, how often and how long it ran`, async () => {
      const run = await stored(db, make());
      const life: NewState[] = [
        { ...at(0, 'SCHEDULED'), stateDetails: { scheduled_time: '2026-02-28T12:00:30Z' } },
        { ...at(31, 'SCHEDULED', 'Late'), stateDetails: { scheduled_time: '2026-02-28T12:00:30Z' } },
        at(40, 'PENDING'),
        at(41, 'RUNNING'),
        at(43.5, 'FAILED'),
        { ...at(44, 'SCHEDULED', 'AwaitingRetry'), stateDetails: { scheduled_time: '2026-02-28T12:01:00Z' } },
        at(61, 'RUNNING', 'Retrying'),
        at(62, 'COMPLETED'),
        at(70, 'CRASHED'),
      ];
      const seen: unknown[] = [];
      for (const state of life) {
        await set(db.em(), run.id, state);
        seen.push(booksOf(await reload(db, run)));
      }
      expect(seen).to.deep.equal([
        ['SCHEDULED', 'Scheduled', 0, 30, 30, null, null, 0, 0],
        ['SCHEDULED', 'Late', 31, 30, 30, null, null, 0, 0],
        ['PENDING', 'Pending', 40, 30, null, null, null, 0, 0],
        ['RUNNING', 'Running', 41, 30, null, 41, null, 1, 0],
        ['FAILED', 'Failed', 43.5, 30, null, 41, 43.5, 1, 2.5],
        ['SCHEDULED', 'AwaitingRetry', 44, 30, 60, 41, null, 1, 2.5],
        ['RUNNING', 'Retrying', 61, 30, null, 41, null, 2, 2.5],
        ['COMPLETED', 'Completed', 62, 30, null, 41, 62, 2, 3.5],
        ['CRASHED', 'Crashed', 70, 30, null, 41, 62, 2, 3.5],
      ]);
    });

    it(`moves a state of ${title} to the next microsecond without one`, async () => {
      const run = await stored(db, make());
      for (const offset of [0, 2, 0, 0]) {
        await set(db.em(), run.id, { type: 'RUNNING', timestamp: noon.add({ microseconds: offset }) });
      }
      const { state, states } = await reload(db, run);
      const offsets = states.getItems().map(({ timestamp }) => timestamp.since(noon).total('microseconds'));
      expect(offsets).to.deep.equal([3, 2, 1, 0]);
      expect(state?.timestamp.since(noon).total('microseconds')).to.equal(3);
    });

    it(`lets ${title} enter one state after the other, however many come at once`, async () => {
      const run = await stored(db, make());
      await Promise.all(Array.from({ length: 12 }, () => set(db.em(), run.id, { type: 'RUNNING' })));
      const { runCount, state, states, stateTimestamp, totalRunTime } = await reload(db, run);
      const [newest, ...others] = states.getItems();
      expect([runCount, others.length]).to.deep.equal([12, 11]);
      expect(state, 'who waited comes later').to.equal(newest);
      expect(stateTimestamp?.equals(newest!.timestamp)).to.equal(true);
      expect(totalRunTime.total('microseconds')).to.equal(
        newest!.timestamp.since(others.at(-1)!.timestamp).total('microseconds'),
      );
    });

    it(`of ${title} joins the transaction of the caller, and goes with it`, async () => {
      const run = await stored(db, make());
      const failing = db.em().transactional(async (em) => {
        const { state, run: inside } = await set(em, run.id, { type: 'RUNNING' });
        expect(em.getUnitOfWork().getById(inside.constructor.name as never, inside.id)).to.equal(inside);
        expect(inside.state).to.equal(state);
        throw new Error('the caller fails');
      });
      await failing.catch(() => {});
      const { stateType, states } = await reload(db, run);
      expect([stateType, states.length]).to.deep.equal([null, 0]);
    });

    it(`of ${title} that is not there is refused by its id`, async () => {
      const id = newId();
      const refusal: unknown = await set(db.em(), id, { type: 'RUNNING' }).catch((error: unknown) => error);
      expect(refusal).to.have.property('id', id);
      expect(refusal)
        .to.have.property('message')
        .that.includes(`no ${title.slice(2)} ${id}`);
    });

    it(`of ${title} to a state that makes no sense is refused by its path, and sends nothing`, async () => {
      const run = make();
      const refused: Record<string, object> = {
        'state.type': { type: 'STARTED' },
        'state.nmae': { type: 'RUNNING', nmae: 'Running' },
        'state.name': { type: 'RUNNING', name: 7 },
        'state.id': { type: 'RUNNING', id: 'first' },
        'state.timestamp': { type: 'RUNNING', timestamp: '2026-02-28T12:00:00Z' },
        'state.data': { type: 'COMPLETED', data: { result: new Map() } },
        'state.data.artifact_key': { type: 'COMPLETED', data: { artifact_key: ['a'] } },
        'state.stateDetails': { type: 'RUNNING', stateDetails: [] },
        'state.stateDetails.pause_keys': { type: 'PAUSED', stateDetails: { pause_keys: [] } },
        'state.stateDetails.scheduled_time': { type: 'SCHEDULED', stateDetails: { scheduled_time: 'soon' } },
      };
      for (const [path, state] of Object.entries(refused)) {
        await expectRefusal(db, path, (em) => set(em, run.id, state as NewState));
      }
    });
  }

  it('sends few statements: it locks the run first, and writes last', async () => {
    const run = await stored(db, makeFlowRun());
    await setFlowRunState(db.em(), run.id, at(0, 'PENDING'));
    const sent = await db.statements(() => setFlowRunState(db.em(), run.id, at(1, 'RUNNING')));
    expect(sent.map(shortened)).to.deep.equal([
      'begin',
      db.dialect === 'postgresql' ? 'select flow_run for update' : 'select flow_run',
      'select flow_run_state',
      'insert flow_run_state',
      'update flow_run',
      'commit',
    ]);
  });

  it('lets the task run enter a copy of the state that stands for a sub-flow', async () => {
    const [task, run] = await storedSubflow(db);
    const restore = setClock(() => noon.epochNanoseconds);
    const sent = await db.statements(() =>
      setFlowRunState(db.em(), run.id, { ...at(-1, 'COMPLETED', 'Done'), message: 'well', data: { x: 1 } }),
    );
    restore();
    expect(sent.map(shortened)).to.deep.equal([
      'begin',
      ...(db.dialect === 'postgresql'
        ? ['select flow_run for update', 'select flow_run_state', 'select task_run for update']
        : ['select flow_run', 'select flow_run_state', 'select task_run']),
      'select task_run_state',
      'insert artifact',
      'insert task_run_state',
      'insert flow_run_state',
      'update flow_run',
      'update task_run',
      'commit',
    ]);
    const { state, stateName, endTime } = await reload(db, task);
    expect([stateName, endTime?.equals(noon), state?.message]).to.deep.equal(['Done', true, 'well']);
    expect(state?.data).to.deep.equal({ x: 1 });
    expect(state?.stateDetails).to.include({
      flow_run_id: task.flowRunId,
      task_run_id: task.id,
      child_flow_run_id: run.id,
    });
    const own = (await reload(db, run)).state;
    expect(own?.id).to.not.equal(state?.id);
    expect(own?.stateDetails).to.include({ flow_run_id: run.id, task_run_id: task.id, child_flow_run_id: null });
  });

  it('keeps a result as an artifact, and one with a key as the latest of its collection', async () => {
    const [first, second] = [await stored(db, makeTaskRun()), await stored(db, makeTaskRun({ flowRun: null }))];
    const key = `result-${first.id}`;
    const named = { artifact_key: key, artifact_type: 'table', artifact_description: 'Rows' };
    await setTaskRunState(db.em(), first.id, { type: 'COMPLETED', data: { ...named, rows: 1 } });
    await setTaskRunState(db.em(), second.id, { type: 'COMPLETED', data: { artifact_key: key, rows: 2 } });
    const artifacts = await db.em().find(Artifact, { key }, { orderBy: { created: 'asc' } });
    expect(artifacts.map(({ taskRunId, flowRunId, type, data }) => [taskRunId, flowRunId, type, data])).to.deep.equal([
      [first.id, first.flowRunId, 'table', { rows: 1 }],
      [second.id, null, null, { rows: 2 }],
    ]);
    const collection = await db.em().findOneOrFail(ArtifactCollection, { key });
    expect(collection).to.deep.include({
      latestId: artifacts[1]!.id,
      taskRunId: second.id,
      flowRunId: first.flowRunId,
      type: 'table',
      description: 'Rows',
      data: { rows: 2 },
    });
    const { state } = await reload(db, second);
    expect([state?.storedData, state?.resultArtifactId]).to.deep.equal([null, artifacts[1]!.id]);
  });

  it('keeps a result that is empty, and none that is not persisted', async () => {
    const run = await stored(db, makeFlowRun());
    for (const data of [0, [], '', false, { type: 'unpersisted' }, null]) {
      const transition = await setFlowRunState(db.em(), run.id, { type: 'RUNNING', data });
      const isKept = data !== null && (data as { type?: string }).type === undefined;
      expect(transition.data).to.deep.equal(data);
      expect((await reload(db, run)).state?.data).to.deep.equal(isKept ? data : null);
    }
  });

  it('cancels a run at once that has nothing to be stopped', async () => {
    const suspended: NewState = { type: 'PAUSED', name: 'Suspended', stateDetails: { pause_reschedule: true } };
    const cases: [Parameters<typeof makeFlowRun>[0], NewState, string | null][] = [
      [{}, { type: 'SCHEDULED' }, 'Scheduled flow run has no infrastructure to terminate.'],
      [{ infrastructurePid: 'host:7' }, { type: 'SCHEDULED' }, null],
      [
        { infrastructurePid: 'host:7' },
        { type: 'SCHEDULED', name: 'Resuming' },
        'Scheduled flow run has no infrastructure to terminate.',
      ],
      [{ infrastructurePid: 'host:7' }, suspended, 'Suspended flow run has no infrastructure to terminate.'],
      [{}, { type: 'PAUSED' }, null],
      [{}, { type: 'RUNNING' }, null],
    ];
    for (const [values, before, reason] of cases) {
      const run = await stored(db, makeFlowRun(values));
      await setFlowRunState(db.em(), run.id, before);
      const transition = await setFlowRunState(db.em(), run.id, { type: 'CANCELLING', message: 'stop' });
      const { stateType, state } = await reload(db, run);
      expect([transition.status, transition.reason, stateType, state?.name, state?.message]).to.deep.equal(
        reason === null
          ? ['ACCEPT', null, 'CANCELLING', 'Cancelling', 'stop']
          : ['REJECT', reason, 'CANCELLED', 'Cancelled', null],
      );
      expect(transition.state.id).to.equal(state?.id);
    }
  });

  it('does not give up the result of a flow run for a completed state without one', async () => {
    const run = await stored(db, makeFlowRun());
    const { state } = await setFlowRunState(db.em(), run.id, { type: 'COMPLETED', data: { storage_key: 'a' } });
    for (const data of [undefined, { type: 'unpersisted' }, 'text']) {
      const transition = await setFlowRunState(db.em(), run.id, { type: 'COMPLETED', data });
      expect([transition.status, transition.state.id, transition.data]).to.deep.equal([
        'REJECT',
        state.id,
        { storage_key: 'a' },
      ]);
    }
    expect((await reload(db, run)).states).to.have.length(1);
    const { status } = await setFlowRunState(db.em(), run.id, { type: 'COMPLETED', data: { storage_key: 'b' } });
    expect(status).to.equal('ACCEPT');
  });

  it('does not count a flow run that goes on after a pause, once', async () => {
    const run = await stored(db, makeFlowRun({ empiricalPolicy: flowRunPolicy({ resuming: true, retries: 3 }) }));
    const counts: unknown[] = [];
    for (const type of ['PENDING', 'RUNNING', 'RUNNING'] as const) {
      await setFlowRunState(db.em(), run.id, { type });
      const { runCount, empiricalPolicy } = await reload<FlowRun>(db, run);
      counts.push([runCount, empiricalPolicy.resuming, empiricalPolicy.retries]);
    }
    expect(counts).to.deep.equal([
      [0, true, 3],
      [0, false, 3],
      [1, false, 3],
    ]);
  });

  it('takes a task run that no longer runs off the limits of its tags', async () => {
    const run = await stored(db, makeTaskRun({ tags: ['gpu', 'big', 'gpu'] }));
    const limits = ['gpu', 'other'].map(
      (tag) => new ConcurrencyLimit({ tag, concurrencyLimit: 2, activeSlots: ['b', run.id, 'a'] }),
    );
    await db.em().persist(limits).flush();
    const slots: unknown[] = [];
    for (const type of ['RUNNING', 'CANCELLING', 'CANCELLED'] as const) {
      await setTaskRunState(db.em(), run.id, { type });
      const found = await db.em().find(ConcurrencyLimit, {}, { orderBy: { tag: 'asc' } });
      slots.push(found.map(({ activeSlots }) => activeSlots.length));
    }
    expect(slots).to.deep.equal([
      [3, 3],
      [3, 3],
      [2, 3],
    ]);
  });

  it('gives the slot of a deployment back that a flow run holds no more, once', async () => {
    const restore = setClock(() => noon.epochNanoseconds);
    const limit = new ConcurrencyLimitV2({ name: uniqueName('limit'), limit: 9, activeSlots: 5, deniedSlots: 4 });
    const deployment = makeDeployment({ globalConcurrencyLimit: limit });
    await db.em().persist([limit, deployment]).flush();
    const run = await stored(db, makeFlowRun({ deploymentId: deployment.id }));
    const slots: number[] = [];
    for (const type of ['SCHEDULED', 'PENDING', 'RUNNING', 'CANCELLING', 'CANCELLED', 'FAILED'] as const) {
      await setFlowRunState(db.em(), run.id, { type });
      slots.push((await db.em().findOneOrFail(ConcurrencyLimitV2, limit.id)).activeSlots);
    }
    restore();
    expect(slots).to.deep.equal([5, 5, 5, 5, 4, 4]);
  });

  it('begins anew on a task run whose state is gone', async () => {
    const run = await stored(db, makeTaskRun());
    await setTaskRunState(db.em(), run.id, at(0, 'RUNNING'));
    await db.em().nativeDelete(TaskRunState, { taskRun: run.id });
    await setTaskRunState(db.em(), run.id, at(5, 'COMPLETED'));
    const { state, totalRunTime } = await reload(db, run);
    expect([state?.type, totalRunTime.total('seconds')]).to.deep.equal(['COMPLETED', 0]);
  });

  it('of a run that the caller has changed, or made, in the transaction writes that first', async () => {
    const run = makeFlowRun();
    await db.em().transactional(async (em) => {
      em.persist(run);
      await setFlowRunState(em, run.id, at(0, 'PENDING'));
      run.infrastructurePid = 'host:7';
      await setFlowRunState(em, run.id, at(1, 'RUNNING'));
    });
    const { infrastructurePid, stateType, states } = await reload<FlowRun>(db, run);
    expect([infrastructurePid, stateType, states.length]).to.deep.equal(['host:7', 'RUNNING', 2]);
    expect(await db.em().count(FlowRunState, { flowRun: run.id })).to.equal(2);
  });
});

async function stored<Run extends FlowRun | TaskRun>(db: TestDatabase, run: Run): Promise<Run> {
  await db.em().persist(run).flush();
  return run;
}

async function storedSubflow(db: TestDatabase): Promise<[TaskRun, FlowRun]> {
  const task = makeTaskRun();
  const run = makeFlowRun({ parentTaskRun: task });
  await db.em().persist(run).flush();
  return [task, run];
}

async function reload<Run extends FlowRun | TaskRun>(db: TestDatabase, { id, constructor }: Run): Promise<Run> {
  const populate = ['states', '_state.resultArtifact'] as never;
  return db.em().findOneOrFail(constructor as never, id as never, { populate });
}

/** Type, name and time of the state; the times of the run, in seconds from noon; how often it ran, and for how many seconds. */
function booksOf(run: FlowRun | TaskRun): unknown[] {
  const { stateTimestamp, expectedStartTime, nextScheduledStartTime, startTime, endTime } = run;
  const times = [stateTimestamp, expectedStartTime, nextScheduledStartTime, startTime, endTime];
  const seconds = times.map((time) => time && time.since(noon).total('seconds'));
  return [run.stateType, run.stateName, ...seconds, run.runCount, run.totalRunTime.total('seconds')];
}

/** What is done to which table. */
function shortened(statement: string): string {
  const [verb] = statement.split(' ');
  const table = /(?:from|into|^update) ["`]?(\w+)/.exec(statement)?.[1];
  return [verb, table, statement.endsWith(' for update') && 'for update'].filter(Boolean).join(' ');
}
