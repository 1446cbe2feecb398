import { type EntityClass, raw, serialize, wrap } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { expect } from 'chai';
import {
  type Base,
  DurationType,
  Flow,
  FlowRun,
  MissingStateTimestampError,
  setClock,
  stateTypes,
  TaskRun,
  zeroDuration,
} from '../../src/domain/index.ts';
import { describeEachDialect, type TestDatabase } from '../support/dialects.ts';
import { makeFlowRun, makeTaskRun } from '../support/factories.ts';

type Estimate = 'estimatedRunTime' | 'estimatedStartTimeDelta';

const noon = Temporal.Instant.from('2026-02-28T12:00:00Z');
const minute = duration({ minutes: 1 });
const microsecond = duration({ microseconds: 1 });

describe('The estimated run time', () => {
  for (const stateType of [null, ...stateTypes.filter((type) => type !== 'RUNNING')]) {
    it(`of a run in ${stateType ?? 'no state'} is the total`, () => {
      const run = makeFlowRun({ stateType, stateTimestamp: noon.subtract(minute), totalRunTime: minute });
      expect(String(run.estimatedRunTimeAt(noon))).to.equal('PT1M');
    });
  }

  it('of a running run has the time since it entered the state added', () => {
    const run = running({ since: noon.subtract({ hours: 30, microseconds: 1 }), totalRunTime: minute });
    expect(String(run.estimatedRunTimeAt(noon))).to.equal('PT30H1M0.000001S');
  });

  it('is negative where the state lies ahead', () => {
    expect(String(running({ since: noon.add(minute) }).estimatedRunTimeAt(noon))).to.equal('-PT1M');
  });

  it('is that of the present, by the clock', () => {
    const restore = setClock(() => noon.epochNanoseconds);
    try {
      expect(String(running({ since: noon.subtract(minute) }).estimatedRunTime)).to.equal('PT1M');
    } finally {
      restore();
    }
  });

  it('of a running run that does not say since when is an error', () => {
    const run = makeTaskRun({ stateType: 'RUNNING' });
    expect(() => run.estimatedRunTime)
      .to.throw(MissingStateTimestampError, `TaskRun ${run.id} is RUNNING without a stateTimestamp`)
      .that.includes({ code: 'MISSING_STATE_TIMESTAMP', entity: 'TaskRun', id: run.id });
  });
});

describe('The estimated delay of a start', () => {
  const cases: Record<string, [Parameters<typeof makeFlowRun>[0], string]> = {
    'of a run that started late': [{ expectedStartTime: noon, startTime: noon.add(minute) }, 'PT1M'],
    'of a run that started in time': [{ expectedStartTime: noon, startTime: noon }, 'PT0S'],
    'of a run that started early': [{ expectedStartTime: noon, startTime: noon.subtract(minute) }, 'PT0S'],
    'of a run that ended after a late start': [
      { expectedStartTime: noon, startTime: noon.add(microsecond), stateType: 'COMPLETED' },
      'PT0.000001S',
    ],
    'of a run that is late by now': [{ expectedStartTime: noon.subtract(minute), stateType: 'SCHEDULED' }, 'PT1M'],
    'of a late run without a state': [{ expectedStartTime: noon.subtract(minute) }, 'PT1M'],
    'of a run that is expected later': [{ expectedStartTime: noon.add(minute), stateType: 'SCHEDULED' }, 'PT0S'],
    'of a run that nobody expected': [{ startTime: noon }, 'PT0S'],
  };
  for (const [title, [values, expected]] of Object.entries(cases)) {
    it(`${title} is ${expected}`, () => {
      expect(String(makeFlowRun(values).estimatedStartTimeDeltaAt(noon))).to.equal(expected);
    });
  }

  for (const stateType of ['COMPLETED', 'CANCELLED', 'FAILED', 'CRASHED'] as const) {
    it(`of a run that ended ${stateType} and never started is zero`, () => {
      const run = makeFlowRun({ expectedStartTime: noon.subtract(minute), stateType });
      expect(String(run.estimatedStartTimeDeltaAt(noon))).to.equal('PT0S');
    });
  }

  it('is that of the present, by the clock', () => {
    const restore = setClock(() => noon.epochNanoseconds);
    try {
      expect(String(makeFlowRun({ expectedStartTime: noon.subtract(minute) }).estimatedStartTimeDelta)).to.equal(
        'PT1M',
      );
    } finally {
      restore();
    }
  });
});

describeEachDialect('The estimates in queries', (db) => {
  beforeEach('empties the tables', async () => {
    for (const entityClass of [TaskRun, FlowRun, Flow] as EntityClass<Base>[]) {
      await db.em().nativeDelete(entityClass, {});
    }
  });

  it('select what the instances say', async () => {
    const runs = [
      makeFlowRun({ stateType: 'COMPLETED', totalRunTime: microsecond }),
      makeFlowRun({ stateType: 'PAUSED', totalRunTime: duration({ days: -1, microseconds: -1 }) }),
      makeFlowRun({ expectedStartTime: noon, startTime: noon.add({ hours: 30, microseconds: 1 }) }),
      makeTaskRun({ stateType: 'CRASHED', expectedStartTime: noon }),
    ];
    await store(db, runs);
    for (const run of runs) {
      for (const estimate of ['estimatedRunTime', 'estimatedStartTimeDelta'] as const) {
        const selected = await select(db, run, estimate);
        expect(Temporal.Duration.compare(selected as Temporal.Duration, run[estimate]), estimate).to.equal(0);
      }
    }
  });

  it("count up to the database's now", async () => {
    const before = Temporal.Now.instant();
    const run = running({ since: before.subtract(minute), expectedStartTime: before.subtract({ minutes: 2 }) });
    await store(db, [run]);
    for (const [estimate, least] of [
      ['estimatedRunTime', 60],
      ['estimatedStartTimeDelta', 120],
    ] as const) {
      const seconds = (await select(db, run, estimate))?.total('seconds');
      // the clock of SQLite has milliseconds
      expect(seconds, estimate).to.be.within(least - 0.001, least + 30);
    }
  });

  it('tell running runs apart that are a microsecond apart', async () => {
    const since = Temporal.Now.instant().subtract(minute);
    const flow = makeFlowRun().flow;
    const [later, sooner] = [since, since.subtract(microsecond)].map((moment) => running({ since: moment, flow }));
    await store(db, [later, sooner]);
    const found = await db.em().findAll(FlowRun, { orderBy: { estimatedRunTime: 'desc' } });
    expect(idsOf(found)).to.deep.equal(idsOf([sooner, later]));
  });

  it('order negative, absent and long times', async () => {
    const flow = makeFlowRun().flow;
    const totals = [duration({ hours: -1 }), duration({ seconds: -1 }), zeroDuration, duration({ days: 400 })];
    const runs = totals.map((totalRunTime) => makeFlowRun({ flow, totalRunTime }));
    await store(db, runs.toReversed());
    // as a row has it that left the column out
    const none = raw(db.dialect === 'sqlite' ? '0' : "interval '0'");
    await db.em().nativeUpdate(FlowRun, { id: runs[2]!.id }, { totalRunTime: none });
    const found = await db.em().findAll(FlowRun, { orderBy: { estimatedRunTime: 'asc' } });
    expect(idsOf(found)).to.deep.equal(idsOf(runs));
    expect(await db.em().count(FlowRun, { estimatedRunTime: { $gte: zeroDuration } })).to.equal(2);
  });

  it('filter and order the late runs', async () => {
    const flow = makeFlowRun().flow;
    const late = makeFlowRun({ flow, expectedStartTime: noon, startTime: noon.add({ minutes: 2 }) });
    const later = makeFlowRun({ flow, expectedStartTime: noon, startTime: noon.add({ minutes: 3 }) });
    await store(db, [late, later, makeFlowRun({ flow, expectedStartTime: noon, startTime: noon })]);
    const found = await db
      .em()
      .find(FlowRun, { estimatedStartTimeDelta: { $gt: minute } }, { orderBy: { estimatedStartTimeDelta: 'desc' } });
    expect(idsOf(found)).to.deep.equal(idsOf([later, late]));
  });

  it('are those of a related run, where the condition is on it', async () => {
    const [late, prompt] = [minute, zeroDuration].map((delay) =>
      makeTaskRun({ flowRun: makeFlowRun({ expectedStartTime: noon, startTime: noon.add(delay) }) }),
    );
    await store(db, [late, prompt]);
    const found = await db.em().find(TaskRun, { flowRun: { estimatedStartTimeDelta: { $gt: zeroDuration } } });
    expect(idsOf(found)).to.deep.equal(idsOf([late]));
  });

  it('are zero for a late run without a state, and null for a running one that does not say since when', async () => {
    const late = makeFlowRun({ expectedStartTime: noon });
    const unknown = makeFlowRun({ stateType: 'RUNNING', totalRunTime: minute });
    await store(db, [late, unknown]);
    expect(String(await select(db, late, 'estimatedStartTimeDelta'))).to.equal('PT0S');
    expect(await select(db, unknown, 'estimatedRunTime')).to.equal(null);
  });

  it('narrow updates and deletions', async () => {
    const runs = [minute, zeroDuration].map((totalRunTime) => makeTaskRun({ totalRunTime }));
    await store(db, runs);
    expect(await db.em().nativeUpdate(TaskRun, { estimatedRunTime: minute }, { runCount: 1 })).to.equal(1);
    expect(await db.em().nativeDelete(TaskRun, { estimatedRunTime: { $lt: minute } })).to.equal(1);
    expect(await db.em().findAll(TaskRun)).to.have.length(1);
  });

  it('are neither written nor read, unless asked for', async () => {
    const run = running({ since: noon });
    const statements = await db.statements(async () => {
      await store(db, [run]);
      const em = db.em();
      const found = await em.findOneOrFail(FlowRun, run.id);
      found.runCount += 1;
      await em.flush();
    });
    expect(statements.filter((text) => /^(insert|select|update)/.test(text))).to.have.length(4);
    expect(statements.join('\n')).to.not.match(/estimated|case when/);
  });

  it('are no part of the JSON of a run, even of one that has none', async () => {
    const run = makeFlowRun({ stateType: 'RUNNING' });
    await store(db, [run]);
    const found = await db.em().findOneOrFail(FlowRun, run.id);
    for (const plain of [JSON.parse(JSON.stringify(found)), wrap(found).toPOJO(), serialize(found)] as object[]) {
      expect(plain).to.include({ id: run.id }).and.not.have.any.keys(estimates);
    }
  });
});

const estimates: Estimate[] = ['estimatedRunTime', 'estimatedStartTimeDelta'];

function running({ since, ...values }: { since: Temporal.Instant } & Parameters<typeof makeFlowRun>[0]): FlowRun {
  return makeFlowRun({ stateType: 'RUNNING', stateTimestamp: since, ...values });
}

function duration(parts: Temporal.DurationLike): Temporal.Duration {
  return Temporal.Duration.from(parts);
}

function idsOf(rows: readonly (Base | undefined)[]): (string | undefined)[] {
  return rows.map((row) => row?.id);
}

async function store(db: TestDatabase, entities: readonly (object | undefined)[]): Promise<void> {
  await db
    .em()
    .persist(entities as object[])
    .flush();
}

/** What the database says: the query builder gives values as they are stored. */
async function select(db: TestDatabase, run: FlowRun | TaskRun, estimate: Estimate): Promise<Temporal.Duration | null> {
  const em = db.em() as SqlEntityManager;
  const entityClass = run.constructor as EntityClass<FlowRun>;
  const query = em.createQueryBuilder(entityClass, 'Run').select(estimate).where({ id: run.id });
  const row: Partial<Record<Estimate, unknown>> = await query.execute('get');
  return new DurationType().convertToJSValue(row[estimate] as string | null, em.getPlatform());
}
