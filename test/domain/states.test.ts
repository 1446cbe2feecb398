import {
  type EntityManager,
  ForeignKeyConstraintViolationException,
  ref,
  UniqueConstraintViolationException,
  ValidationError,
} from '@mikro-orm/core';
import { expect } from 'chai';
import {
  Artifact,
  Flow,
  FlowRun,
  FlowRunState,
  IncompleteStateError,
  newId,
  NotLoadedError,
  PointerNameError,
  setClock,
  type StateDetails,
  TaskRun,
  TaskRunState,
} from '../../src/domain/index.ts';
import { describeEachDialect, type TestDatabase } from '../support/dialects.ts';
import {
  makeArtifact,
  makeFlow,
  makeFlowRun,
  makeFlowRunState,
  makeTaskRun,
  makeTaskRunState,
  uniqueInstant,
} from '../support/factories.ts';

/** A state that belongs to no run yet. */
function freshState(type: 'PENDING' | 'RUNNING' = 'PENDING'): FlowRunState {
  return new FlowRunState({ type, name: type, timestamp: uniqueInstant() });
}

function verbs(statements: readonly string[]): string[] {
  return statements.map((statement) => statement.split(' ')[0]!);
}

async function stored(db: TestDatabase, ...entities: object[]): Promise<void> {
  const em = db.em();
  em.persist(entities);
  await em.flush();
}

/** The ids of a run's history and of its current state, from the database. */
async function lifeOf(db: TestDatabase, { id }: FlowRun): Promise<{ history: string[]; state: string | null }> {
  const run = await db.em().findOneOrFail(FlowRun, id, { populate: ['states'] });
  return { history: run.states.getItems().map((state) => state.id), state: run.stateId };
}

describeEachDialect('The state of a run', (db) => {
  it('goes in with a new run in one flush: five statements, and none at the next', async () => {
    const flow = makeFlow();
    await stored(db, flow);
    const em = db.em();
    const run = new FlowRun({ flow: em.getReference(Flow, flow.id) });
    const state = freshState();
    run.setState(state);
    em.persist(run);
    expect(verbs(await db.statements(() => em.flush()))).to.deep.equal([
      'begin',
      'insert',
      'insert',
      'update',
      'commit',
    ]);
    expect(await db.statements(() => em.flush())).to.deep.equal([]);
    expect(await lifeOf(db, run)).to.deep.equal({ history: [state.id], state: state.id });
  });

  it('goes in with a loaded run in four statements, and none at the next', async () => {
    const run = makeFlowRun();
    await stored(db, run);
    const em = db.em();
    const loaded = await em.findOneOrFail(FlowRun, run.id);
    const state = freshState();
    loaded.setState(state);
    expect(verbs(await db.statements(() => em.flush()))).to.deep.equal(['begin', 'insert', 'update', 'commit']);
    expect(await db.statements(() => em.flush())).to.deep.equal([]);
    expect(await lifeOf(db, run)).to.deep.equal({ history: [state.id], state: state.id });
  });

  it('comes with the run', async () => {
    const run = makeFlowRun({ state: freshState('RUNNING') });
    await stored(db, run);
    const found = await db.em().findOneOrFail(FlowRun, run.id);
    expect(found.state).to.be.instanceOf(FlowRunState);
    expect(found.state).to.include({ name: 'RUNNING', flowRunId: run.id });
    expect(found.states.isInitialized()).to.equal(false);
    expect(JSON.parse(JSON.stringify(found))).to.have.nested.property('state.name', 'RUNNING');
    expect(JSON.parse(JSON.stringify(found))).not.to.have.property('_state');
  });

  it('is null before the first, and never null where it is not loaded', async () => {
    const [without, withState] = [makeFlowRun(), makeFlowRun({ state: freshState() })];
    await stored(db, without, withState);
    expect((await db.em().findOneOrFail(FlowRun, without.id)).state).to.equal(null);
    const partial = (await db.em().findOneOrFail(FlowRun, withState.id, { fields: ['name'] })) as FlowRun;
    expect(() => partial.state).to.throw(NotLoadedError, 'FlowRun.state is neither loaded nor set');
    const em = db.em();
    const pointing = await em.findOneOrFail(FlowRun, without.id);
    pointing.setState(em.getReference(FlowRunState, withState.stateId!));
    expect(() => pointing.state).to.throw(NotLoadedError);
    expect(pointing.stateId).to.equal(withState.stateId);
    expect(() => db.em().getReference(FlowRun, withState.id).state).to.throw(NotLoadedError);
  });

  it('is named by its reference in queries', async () => {
    const run = makeFlowRun({ state: freshState('RUNNING') });
    await stored(db, run);
    expect(await db.em().count(FlowRun, { id: run.id, _state: { type: 'RUNNING' } })).to.equal(1);
    expect(await db.em().count(FlowRun, { id: run.id, _state: null })).to.equal(0);
  });

  it('moves the pointer and nothing else', async () => {
    const run = makeFlowRun({ stateType: 'PENDING', stateName: 'Pending', state: freshState() });
    await stored(db, run);
    const em = db.em();
    const loaded = await em.findOneOrFail(FlowRun, run.id);
    const before = loaded.stateId;
    loaded.setState(new FlowRunState({ type: 'RUNNING', name: 'Running', timestamp: uniqueInstant() }));
    await em.flush();
    const after = await db.em().findOneOrFail(FlowRun, run.id);
    expect(after.stateId).to.not.equal(before);
    expect(after).to.include({ stateType: 'PENDING', stateName: 'Pending', stateTimestamp: null, runCount: 0 });
    expect(after.startTime).to.equal(null);
  });

  it('is cleared by null, and the history stays', async () => {
    const state = freshState();
    const run = makeFlowRun({ state });
    await stored(db, run);
    const em = db.em();
    (await em.findOneOrFail(FlowRun, run.id)).setState(null);
    await em.flush();
    expect(await lifeOf(db, run)).to.deep.equal({ history: [state.id], state: null });
  });

  it('may be older than the one before', async () => {
    const [old, young] = [freshState(), freshState()];
    const run = makeFlowRun({ state: young });
    await stored(db, run);
    const em = db.em();
    (await em.findOneOrFail(FlowRun, run.id)).setState(old);
    await em.flush();
    expect(await lifeOf(db, run)).to.deep.equal({ history: [young.id, old.id], state: old.id });
  });

  it('moves when it belonged to another run', async () => {
    const state = freshState();
    const [from, to] = [makeFlowRun({ state }), makeFlowRun()];
    await stored(db, from, to);
    const em = db.em();
    const moved = await em.findOneOrFail(FlowRunState, state.id);
    (await em.findOneOrFail(FlowRun, to.id)).setState(moved);
    await em.flush();
    expect(await lifeOf(db, to)).to.deep.equal({ history: [state.id], state: state.id });
    expect(await lifeOf(db, from)).to.deep.equal({ history: [], state: state.id });
    // the other run still points at it, and touching that run does not take it back
    const again = db.em();
    (await again.findOneOrFail(FlowRun, from.id)).name = 'touched';
    await again.flush();
    expect((await lifeOf(db, to)).history).to.deep.equal([state.id]);
  });

  it('is stored with every other one that was set before the flush', async () => {
    const run = makeFlowRun();
    await stored(db, run);
    const em = db.em();
    const loaded = await em.findOneOrFail(FlowRun, run.id);
    const [first, second] = [freshState(), freshState()];
    em.persist(first);
    loaded.setState(first);
    loaded.setState(second);
    await em.flush();
    expect(await lifeOf(db, run)).to.deep.equal({ history: [second.id, first.id], state: second.id });
  });

  it('is stored though another was set before the flush and nobody persisted it', async () => {
    const run = makeFlowRun();
    await stored(db, run);
    const em = db.em();
    const loaded = await em.findOneOrFail(FlowRun, run.id);
    const [first, second] = [freshState(), freshState()];
    loaded.setState(first);
    loaded.setState(second);
    await em.flush();
    expect(await lifeOf(db, run)).to.deep.equal({ history: [second.id, first.id], state: second.id });
  });

  it('is stored with a new run though another was set before the flush', async () => {
    const flow = makeFlow();
    await stored(db, flow);
    const em = db.em();
    const [first, second, third, fourth] = [freshState(), freshState(), freshState(), freshState()];
    const [run, other] = [first, third].map(
      (state) => new FlowRun({ flow: em.getReference(Flow, flow.id), _state: ref(state) }),
    );
    em.persist(run!);
    run!.setState(second);
    other!.setState(fourth);
    em.persist(other!);
    await em.flush();
    expect(await lifeOf(db, run!)).to.deep.equal({ history: [second.id, first.id], state: second.id });
    expect(await lifeOf(db, other!)).to.deep.equal({ history: [fourth.id, third.id], state: fourth.id });
    expect(await db.statements(() => em.flush())).to.deep.equal([]);
  });

  const ways: Record<string, (em: EntityManager, run: FlowRun, state: FlowRunState) => void> = {
    setState: (_em, run, state) => run.setState(state),
    'setState with a reference': (_em, run, state) => run.setState(ref(state)),
    assignment: (_em, run, state) => {
      run.state = state;
    },
    'assignment to the reference': (_em, run, state) => {
      run._state = ref(state);
    },
    'em.assign': (em, run, state) => em.assign(run, { state }),
    'em.assign to the reference': (em, run, state) => em.assign(run, { _state: state }),
  };

  for (const [way, give] of Object.entries(ways)) {
    it(`knows its run after ${way}, and does not load the history`, async () => {
      const [loaded, onlyReferred] = [makeFlowRun(), makeFlowRun()];
      await stored(db, loaded, onlyReferred);
      const em = db.em();
      const runs = [await em.findOneOrFail(FlowRun, loaded.id), em.getReference(FlowRun, onlyReferred.id)];
      const states = runs.map(() => freshState());
      const statements = await db.statements(async () => {
        runs.forEach((run, index) => give(em, run, states[index]!));
        await em.flush();
      });
      expect(statements.filter((statement) => statement.startsWith('select'))).to.deep.equal([]);
      expect(await lifeOf(db, loaded)).to.deep.equal({ history: [states[0]!.id], state: states[0]!.id });
      expect(await lifeOf(db, onlyReferred)).to.deep.equal({ history: [states[1]!.id], state: states[1]!.id });
    });
  }

  it('knows its run after em.assign moved it here', async () => {
    const state = freshState();
    const [from, to] = [makeFlowRun({ state }), makeFlowRun()];
    await stored(db, from, to);
    const em = db.em();
    em.assign(await em.findOneOrFail(FlowRun, to.id), { _state: state.id });
    await em.flush();
    expect(await lifeOf(db, to)).to.deep.equal({ history: [state.id], state: state.id });
  });

  it('knows its run after the constructor and em.create', async () => {
    const flow = makeFlow();
    await stored(db, flow);
    const em = db.em();
    const states = [freshState(), freshState(), freshState(), freshState()] as const;
    const owner = em.getReference(Flow, flow.id);
    const plain = { id: newId(), type: 'PENDING' as const, name: 'Pending' };
    const runs = [
      new FlowRun({ flow: owner, state: states[0] }),
      new FlowRun({ flow: owner, _state: ref(states[1]) }),
      em.create(FlowRun, { flow: owner, state: states[2] }),
      em.create(FlowRun, { flow: owner, _state: states[3] }),
      em.create(FlowRun, { flow: owner, state: plain }),
    ];
    em.persist(runs);
    await em.flush();
    const ids = [...states, plain].map(({ id }) => id);
    for (const [index, run] of runs.entries()) {
      expect(await lifeOf(db, run), String(index)).to.deep.equal({ history: [ids[index]], state: ids[index] });
    }
  });

  it('is given to em.create by its own name, or refused', () => {
    const flow = makeFlow();
    expect(() => db.em().create(FlowRun, { flow, _state: newId() })).to.throw(PointerNameError, 'FlowRun._state');
  });

  it('never has the time of another that was made here, however coarse the clock', async () => {
    const restore = setClock(() => 1_700_000_000_000_000_000n);
    try {
      const run = makeFlowRun();
      await stored(db, run);
      const em = db.em();
      const loaded = await em.findOneOrFail(FlowRun, run.id);
      for (let count = 0; count < 3; count += 1) {
        const state = new FlowRunState({ type: 'RUNNING', name: 'Running' });
        em.persist(state);
        loaded.setState(state);
      }
      await em.flush();
      expect((await lifeOf(db, run)).history).to.have.length(3);
    } finally {
      restore();
    }
  });

  it('is refused with a run that is not there, and nothing is written', async () => {
    const [run, state] = [makeFlowRun(), freshState()];
    await stored(db, run);
    const em = db.em();
    (await em.findOneOrFail(FlowRun, run.id)).name = 'never written';
    em.getReference(FlowRun, newId()).setState(state);
    const failure = await em.flush().catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(ForeignKeyConstraintViolationException);
    expect((await db.em().findOneOrFail(FlowRun, run.id)).name).to.equal(run.name);
    expect(await db.em().count(FlowRunState, state.id)).to.equal(0);
  });

  it('is refused without a run', async () => {
    const em = db.em();
    em.persist(freshState());
    const failure = await em.flush().catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(ValidationError).with.property('message').that.contains('FlowRunState.flowRun');
  });

  it('may not have the time of another on purpose', async () => {
    const timestamp = uniqueInstant();
    const run = makeFlowRun({ state: new FlowRunState({ type: 'PENDING', name: 'Pending', timestamp }) });
    await stored(db, run);
    const em = db.em();
    (await em.findOneOrFail(FlowRun, run.id)).setState(
      new FlowRunState({ type: 'RUNNING', name: 'Running', timestamp }),
    );
    const failure = await em.flush().catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(UniqueConstraintViolationException);
  });
});

describeEachDialect('The state of a task run', (db) => {
  it('goes in with a new run in one flush', async () => {
    const state = new TaskRunState({ type: 'PENDING', name: 'Pending' });
    const run = makeTaskRun({ state });
    await stored(db, run);
    const found = await db.em().findOneOrFail(TaskRun, run.id, { populate: ['states'] });
    expect(found.state).to.include({ id: state.id, taskRunId: run.id });
    expect(found.states).to.have.length(1);
    expect(found.isStateMissing).to.equal(false);
  });

  it('is null where its row is gone, and the run says so', async () => {
    const state = new TaskRunState({ type: 'PENDING', name: 'Pending' });
    const run = makeTaskRun({ state });
    await stored(db, run);
    await db.em().nativeDelete(TaskRunState, { id: state.id });
    const em = db.em();
    const found = await em.findOneOrFail(TaskRun, run.id);
    expect(found.state).to.equal(null);
    expect(found.isStateMissing).to.equal(true);
    expect(found.stateId).to.equal(state.id);
    await em.findOneOrFail(TaskRun, run.id, { refresh: true });
    expect(found.isStateMissing).to.equal(true);
    found.name = 'touched';
    await em.flush();
    expect((await db.em().findOneOrFail(TaskRun, run.id)).stateId).to.equal(state.id);
    found.setState(new TaskRunState({ type: 'RUNNING', name: 'Running' }));
    expect(found.isStateMissing).to.equal(false);
    await em.flush();
    expect((await db.em().findOneOrFail(TaskRun, run.id)).state?.name).to.equal('Running');
  });

  it('can be cleared where its row is gone', async () => {
    const state = new TaskRunState({ type: 'PENDING', name: 'Pending' });
    const run = makeTaskRun({ state });
    await stored(db, run);
    await db.em().nativeDelete(TaskRunState, { id: state.id });
    const em = db.em();
    const found = await em.findOneOrFail(TaskRun, run.id);
    found.setState(null);
    expect(found.isStateMissing).to.equal(false);
    await em.flush();
    expect(found.isStateMissing).to.equal(false);
    const cleared = await db.em().findOneOrFail(TaskRun, run.id);
    expect([cleared.stateId, cleared.isStateMissing]).to.deep.equal([null, false]);
  });
});

describeEachDialect('The history of a run', (db) => {
  it('is newest first, and can be asked as of a moment', async () => {
    const run = makeFlowRun();
    const states = [1, 2, 3].map(() => makeFlowRunState({ flowRun: run, timestamp: uniqueInstant() }));
    await stored(db, run, ...states);
    const found = await db.em().findOneOrFail(FlowRun, run.id, { populate: ['states'] });
    const ids = states.map(({ id }) => id).toReversed();
    expect(found.states.getItems().map(({ id }) => id)).to.deep.equal(ids);
    expect(found.statesUntil(states[1]!.timestamp).map(({ id }) => id)).to.deep.equal(ids.slice(1));
    const bare: FlowRun = await db.em().findOneOrFail(FlowRun, run.id);
    expect(() => bare.statesUntil(uniqueInstant())).to.throw(NotLoadedError, 'FlowRun.states');
  });
});

describeEachDialect('A state as the API has it', (db) => {
  for (const make of [makeFlowRunState, makeTaskRunState]) {
    const loaded = async (values: Parameters<typeof makeFlowRunState>[0]) => {
      const state = make(values);
      await stored(db, state);
      const em = db.em();
      return { em, state: await em.findOneOrFail(state.constructor as typeof FlowRunState, state.id) };
    };

    describe(make.name.replace('make', ''), () => {
      it('has the fields of the API and no others', async () => {
        const { state } = await loaded({ message: 'Hi', storedData: { a: 1 } });
        expect(state.asState()).to.deep.equal({
          id: state.id,
          type: 'RUNNING',
          name: 'Running',
          timestamp: state.timestamp,
          message: 'Hi',
          data: { a: 1 },
          state_details: state.stateDetails,
        });
      });

      it('is scheduled for now where it says no time, which no flush writes', async () => {
        const { em, state } = await loaded({ type: 'SCHEDULED', name: 'Late' });
        const moment = Temporal.Instant.from('2026-03-01T00:00:00.000001Z');
        expect(state.asState(moment).state_details.scheduled_time).to.equal('2026-03-01T00:00:00.000001Z');
        expect(state.stateDetails.scheduled_time).to.equal('2026-03-01T00:00:00.000001Z');
        expect(await db.statements(() => em.flush())).to.deep.equal([]);
      });

      it('shares its details, and hides what only a newer server knows', async () => {
        const details = { nonsense: 1, pause_key: 'a' } as unknown as StateDetails;
        const { state } = await loaded({ stateDetails: details });
        const given = state.asState().state_details;
        expect(Object.keys(given)).to.include('pause_key').and.not.include('nonsense');
        given.pause_key = 'b';
        expect(state.stateDetails).to.include({ nonsense: 1, pause_key: 'b' });
      });

      for (const empty of [{}, [], 0, '', false, null]) {
        it(`takes the artifact's value for ${JSON.stringify(empty)} in the row`, async () => {
          const { state } = await loaded({ storedData: empty, resultArtifact: makeArtifact({ data: { x: 1 } }) });
          expect(state.data).to.deep.equal({ x: 1 });
          expect((await loaded({ storedData: empty })).state.data).to.equal(null);
        });
      }

      it('takes an empty value of an artifact, and the row before the artifact', async () => {
        expect((await loaded({ resultArtifact: makeArtifact({ data: 0 }) })).state.data).to.equal(0);
        const both = { storedData: 'row', resultArtifact: makeArtifact({ data: 'artifact' }) };
        expect((await loaded(both)).state.data).to.equal('row');
      });

      it('refuses where the artifact is not loaded', async () => {
        const { em, state } = await loaded({});
        state.resultArtifact = em.getReference(Artifact, newId(), { wrapped: true }) as never;
        expect(() => state.asState()).to.throw(NotLoadedError, 'resultArtifact');
      });
    });
  }

  it('is refused for a new state without a type', () => {
    const state = new FlowRunState({ name: 'x' } as never);
    expect(() => state.asState()).to.throw(IncompleteStateError, 'FlowRunState.type is missing');
  });

  it('takes its name from the type where it has none', () => {
    const state = new FlowRunState({ type: 'CANCELLING' } as never);
    expect(state.asState().name).to.equal('Cancelling');
    expect(new FlowRunState({ type: 'CANCELLING', name: '' }).asState().name).to.equal('');
  });
});
