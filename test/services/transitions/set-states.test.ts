import type { EntityManager, MikroORM } from '@mikro-orm/core';
import { expect } from 'chai';
import * as fc from 'fast-check';
import {
  ArtifactCollection,
  ConcurrencyLimit,
  FlowRun,
  flowRunPolicy,
  newId,
  setClock,
  stateTypes,
  TaskRun,
} from '../../../src/index.ts';
import { FlowRunNotFoundError, InvalidArgumentError } from '../../../src/queries/errors.ts';
import {
  type FlowRunTransition,
  type NewState,
  setFlowRunState,
  setFlowRunStates,
  setTaskRunState,
  setTaskRunStates,
  type TaskRunTransition,
} from '../../../src/services/transitions/index.ts';
import { describeEachDialect } from '../../support/dialects.ts';
import { makeFlow, makeFlowRun, makeTaskRun, uniqueName } from '../../support/factories.ts';
import { configurationFor, openOrm } from '../../support/orm.ts';

const noon = Temporal.Instant.from('2026-02-28T12:00:00Z');

/** A state for one of the runs of a world. */
interface Draw {
  readonly run: number;
  readonly state: NewState;
}

const runsOfAWorld = 4;

/** Few moments, so that they collide; the present is one of them. */
const moments = fc.constantFrom(undefined, noon, noon.subtract({ microseconds: 1 }), noon.add({ seconds: 1 }));

const newStates: fc.Arbitrary<NewState> = fc.record({
  type: fc.constantFrom(...stateTypes),
  name: fc.constantFrom(undefined, 'Resuming', 'Late'),
  timestamp: moments,
  data: fc.constantFrom(undefined, { type: 'unpersisted' }, { x: 1 }, { artifact_key: 'key', y: [2] }, 0, {
    artifact_key: 'key',
    artifact_type: 'table',
  }),
  stateDetails: fc.constantFrom({}, { pause_reschedule: true }, { scheduled_time: '2026-02-28T13:00:00Z' }),
});

const draws: fc.Arbitrary<Draw[]> = fc.array(fc.record({ run: fc.nat({ max: runsOfAWorld - 1 }), state: newStates }), {
  maxLength: 25,
});

describeEachDialect('Transitions in bulk', (db) => {
  let other: MikroORM;

  before('opens a second database, for the world in which they go one by one', async () => {
    other = await openOrm(configurationFor((await db.freshDatabase({ migrated: true })).url));
  });

  after(() => other.close());

  it('come to what they come to one by one', async function () {
    this.timeout(120_000);
    const restore = setClock(() => noon.epochNanoseconds);
    const property = fc.asyncProperty(draws, async (drawn) => {
      const ids = Array.from({ length: 2 * runsOfAWorld }, newId);
      const [bulk, single] = [new World(db.orm, ids), new World(other, ids)];
      await Promise.all([bulk.make(), single.make()]);
      expect(await bulk.setAllAtOnce(drawn)).to.deep.equal(await single.setEach(drawn));
      expect(await bulk.look()).to.deep.equal(await single.look());
    });
    try {
      await fc.assert(property, { numRuns: 12, seed: 7 });
    } finally {
      restore();
    }
  });

  it('take a handful of statements for many runs', async () => {
    const flow = makeFlow();
    const runs = Array.from({ length: 290 }, () => makeFlowRun({ flow }));
    await db.em().persist(runs).flush();
    await setFlowRunStates(
      db.em(),
      runs.map(({ id }) => ({ flowRunId: id, state: { type: 'PENDING' } })),
    );
    const sent = await db.statements(() =>
      setFlowRunStates(
        db.em(),
        runs.map(({ id }, index) => ({ flowRunId: id, state: { type: index % 2 ? 'RUNNING' : 'COMPLETED' } })),
      ),
    );
    expect(sent.map((statement) => statement.split(' ')[0])).to.deep.equal([
      'begin',
      'select',
      'select',
      'insert',
      'update',
      'commit',
    ]);
    expect(sent[1], 'they are locked in order').to.match(/order by \S+\.\Wid\W asc(?: for update)?$/);
    expect(await db.em().count(FlowRun, { flow: flow.id, stateType: 'RUNNING', runCount: 1 })).to.equal(145);
  });

  it('of the same runs in other orders at once wait for each other', async () => {
    const runs = Array.from({ length: 12 }, () => makeFlowRun({ parentTaskRun: makeTaskRun() }));
    await db.em().persist(runs).flush();
    const ids = runs.map(({ id }) => id);
    await Promise.all(
      Array.from({ length: 8 }, (_, turn) =>
        setFlowRunStates(
          db.em(),
          (turn % 2 ? ids : ids.toReversed()).map((flowRunId) => ({ flowRunId, state: { type: 'RUNNING' } })),
        ),
      ),
    );
    const flowRuns = await db.em().find(FlowRun, ids, { populate: ['states', 'parentTaskRun.states'] });
    for (const run of flowRuns) {
      expect([run.runCount, run.states.length]).to.deep.equal([8, 8]);
      expect(run.parentTaskRun!.unwrap().states.length).to.equal(8);
    }
  });

  it('are written all or not at all', async () => {
    const run = makeFlowRun();
    await db.em().persist(run).flush();
    const missing = newId();
    const transition = { flowRunId: run.id, state: { type: 'RUNNING' } } as const;
    const unknown = [transition, { ...transition, flowRunId: missing }];
    const senseless = [transition, { ...transition, state: { type: 'GONE' as never } }];
    const refusals = await Promise.all(
      [unknown, senseless].map((each) => setFlowRunStates(db.em(), each).catch((error: unknown) => error)),
    );
    expect(refusals[0]).to.be.instanceOf(FlowRunNotFoundError).with.property('id', missing);
    expect(refusals[1]).to.be.instanceOf(InvalidArgumentError).with.property('parameter', 'transitions[1].state.type');
    expect((await db.em().findOneOrFail(FlowRun, run.id)).stateType).to.equal(null);
  });

  it('are none for an empty list, which sends nothing', async () => {
    const sent = await db.statements(async () => {
      expect(await setFlowRunStates(db.em(), [])).to.deep.equal([]);
      expect(await setTaskRunStates(db.em(), [])).to.deep.equal([]);
    });
    expect(sent).to.deep.equal([]);
  });
});

/** Four flow runs of different kinds and four task runs, of which the first stands for the second flow run. */
class World {
  readonly #orm: MikroORM;
  readonly #flowRuns: readonly string[];
  readonly #taskRuns: readonly string[];

  constructor(orm: MikroORM, ids: readonly string[]) {
    this.#orm = orm;
    this.#flowRuns = ids.slice(0, runsOfAWorld);
    this.#taskRuns = ids.slice(runsOfAWorld);
  }

  async make(): Promise<void> {
    const em = this.#em();
    await em.nativeDelete(ArtifactCollection, {});
    await em.nativeDelete(ConcurrencyLimit, {});
    const flow = makeFlow();
    const [stands, ...others] = this.#taskRuns.map((id) =>
      makeTaskRun({ id, flowRun: null, taskKey: uniqueName('task'), tags: ['tag'] }),
    );
    const kinds = [
      {},
      { parentTaskRun: stands! },
      { infrastructurePid: 'host:7' },
      { empiricalPolicy: flowRunPolicy({ resuming: true }) },
    ];
    const flowRuns = this.#flowRuns.map((id, index) =>
      makeFlowRun({ id, flow, name: `run ${index}`, ...kinds[index] }),
    );
    const limit = new ConcurrencyLimit({ tag: 'tag', concurrencyLimit: 9, activeSlots: [...this.#taskRuns] });
    await em.persist([...flowRuns, ...others, limit]).flush();
  }

  async setAllAtOnce(drawn: readonly Draw[]): Promise<unknown[]> {
    const flowRuns = drawn.map(({ run, state }) => ({ flowRunId: this.#flowRuns[run]!, state }));
    const taskRuns = drawn.map(({ run, state }) => ({ taskRunId: this.#taskRuns[run]!, state }));
    const transitions = [
      ...(await setFlowRunStates(this.#em(), flowRuns)),
      ...(await setTaskRunStates(this.#em(), taskRuns)),
    ];
    return transitions.map(outcomeOf);
  }

  async setEach(drawn: readonly Draw[]): Promise<unknown[]> {
    const outcomes: unknown[] = [];
    for (const { run, state } of drawn) {
      outcomes.push(outcomeOf(await setFlowRunState(this.#em(), this.#flowRuns[run]!, state)));
    }
    for (const { run, state } of drawn) {
      outcomes.push(outcomeOf(await setTaskRunState(this.#em(), this.#taskRuns[run]!, state)));
    }
    return outcomes;
  }

  /** All that the database has to say of the runs but ids that were made on the way. */
  async look(): Promise<unknown[]> {
    const em = this.#em();
    const options = { orderBy: { id: 'asc' }, populate: ['states.resultArtifact'] } as const;
    const runs = [
      ...(await em.find(FlowRun, [...this.#flowRuns], options)),
      ...(await em.find(TaskRun, [...this.#taskRuns], options)),
    ];
    const limits = await em.findAll(ConcurrencyLimit);
    const collections = await em.findAll(ArtifactCollection);
    return [
      ...runs.map(lookAt),
      ...limits.map(({ activeSlots }) => activeSlots.toSorted()),
      ...collections.map(({ key, type, data, flowRunId, taskRunId }) => ({ key, type, data, flowRunId, taskRunId })),
    ];
  }

  #em(): EntityManager {
    return this.#orm.em.fork();
  }
}

function outcomeOf({ status, reason, state, data }: FlowRunTransition | TaskRunTransition): unknown[] {
  return [status, reason, state.type, state.timestamp.toString(), state.stateDetails, data];
}

function lookAt(run: FlowRun | TaskRun): unknown {
  const { id, name, state, states, totalRunTime, runCount, stateType, stateName, empiricalPolicy } = run;
  const { stateTimestamp, expectedStartTime, nextScheduledStartTime, startTime, endTime } = run;
  const times = [stateTimestamp, expectedStartTime, nextScheduledStartTime, startTime, endTime, run.updated];
  return {
    id,
    ...(run instanceof FlowRun && { name }),
    books: [stateType, stateName, runCount, totalRunTime.toString(), ...times.map(String), empiricalPolicy],
    current: states.getItems().findIndex((each) => each.id === state?.id),
    history: states.getItems().map((each) => {
      const artifact = each.resultArtifact?.unwrap();
      const { key, type, description, data, flowRunId, taskRunId } = artifact ?? {};
      return {
        state: [each.type, each.name, each.message, String(each.timestamp), each.stateDetails, each.storedData],
        artifact: artifact && { key, type, description, data, flowRunId, taskRunId },
      };
    }),
  };
}
