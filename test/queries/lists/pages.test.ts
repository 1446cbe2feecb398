import type { EntityManager } from '@mikro-orm/core';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { Flow, FlowRun, newId } from '../../../src/domain/index.ts';
import {
  countFlowRuns,
  flowRuns,
  flowRunsPage,
  flowsPage,
  InvalidCursorError,
  logsPage,
  type PageOptions,
  workQueuesPage,
} from '../../../src/queries/lists/index.ts';
import type { FlowRunFilters } from '../../../src/queries/filters/index.ts';
import { flowRunSort, type FlowRunSort } from '../../../src/queries/sort-orders.ts';
import { describeEachDialect, type TestDatabase } from '../../support/dialects.ts';
import { makeFlow, makeFlowRun, makeLog, makeWorkQueue } from '../../support/factories.ts';
import { expectRefusal } from '../support/bad-input.ts';

type Options = PageOptions<FlowRunFilters, FlowRunSort>;

const sorts = Object.keys(flowRunSort) as FlowRunSort[];
const moments = [0, 1, 1000].map((microseconds) => Temporal.Instant.from('2026-03-01T12:00:00Z').add({ microseconds }));
const moment = fc.option(fc.constantFrom(...moments));
const runValues = fc.record({
  name: fc.constantFrom('a', 'B', 'é', 'a b'),
  startTime: moment,
  expectedStartTime: moment,
  nextScheduledStartTime: moment,
  endTime: moment,
});

/** What happens between two pages. */
const event = fc.constantFrom('arrive', 'arrive', 'vanish', 'nothing');

describeEachDialect('Pages', (db) => {
  let flow: Flow;

  before('makes runs with many ties and many nulls', async () => {
    flow = makeFlow();
    const values = fc.sample(runValues, { numRuns: 40, seed: 7 });
    await db
      .em()
      .persist(values.map((each) => makeFlowRun({ ...each, flow })))
      .flush();
  });

  for (const sort of sorts) {
    it(`together are the whole list by ${sort}`, async () => {
      const whole = await flowRuns(db.em(), { sort });
      expect(await idsOfPages(db, { sort, limit: 7 })).to.deep.equal(whole.map(({ id }) => id));
    });
  }

  it('leave no run out and give none twice, while others arrive and vanish', async function () {
    this.timeout(60_000);
    const cases = fc.record({
      sort: fc.constantFrom(...sorts),
      limit: fc.integer({ min: 1, max: 9 }),
      events: fc.array(event, { maxLength: 40 }),
      arriving: fc.array(runValues, { minLength: 40, maxLength: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ sort, limit, events, arriving }) => {
        const filter = { flows: { id: { any_: [flow.id] } } };
        const there = (await flowRuns(db.em(), { sort, filter })).map(({ id }) => id);
        const temporary: FlowRun[] = [];
        const seen = await idsOfPages(db, { sort, limit, filter }, async (em, page) => {
          await happens(
            em,
            events[page],
            temporary,
            makeFlowRun({ ...arriving[page]!, flow: em.getReference(Flow, flow.id) }),
          );
        });
        await db.em().nativeDelete(FlowRun, { id: temporary.map(({ id }) => id) });
        expect(seen.filter((id) => there.includes(id))).to.deep.equal(there);
        expect(new Set(seen).size).to.equal(seen.length);
      }),
      { numRuns: 25 },
    );
  });

  it('end where the filter ends', async () => {
    const filter = { flow_runs: { name: { any_: ['a'] } } };
    const ids = await idsOfPages(db, { filter, limit: 4, sort: 'END_TIME_DESC' });
    expect(ids).to.have.length(await countFlowRuns(db.em(), filter));
    const { items, next } = await flowRunsPage(db.em(), { filter: { flow_runs: { id: { any_: [] } } } });
    expect([items, next]).to.deep.equal([[], null]);
  });

  it('have one run that is the last although it fills the page', async () => {
    const filter = { flow_runs: { name: { any_: ['the only one'] } } };
    await db
      .em()
      .persist(makeFlowRun({ flow: db.em().getReference(Flow, flow.id), name: 'the only one' }))
      .flush();
    expect((await flowRunsPage(db.em(), { filter, limit: 1 })).next).to.equal(null);
  });

  it('go by numbers and by moments as well', async () => {
    const queues = [2, 1, 3].map((priority) => makeWorkQueue({ priority }));
    const lines = [2, 1, 3].map((microseconds) => makeLog({ timestamp: moments[0]!.add({ microseconds }) }));
    await db
      .em()
      .persist([...queues, ...lines])
      .flush();
    const first = await workQueuesPage(db.em(), { sort: 'PRIORITY_ASC', limit: 2 });
    const second = await workQueuesPage(db.em(), { sort: 'PRIORITY_ASC', limit: 2, after: first.next });
    expect([...first.items, ...second.items].map(({ priority }) => priority)).to.deep.equal([1, 2, 3]);
    const { next } = await logsPage(db.em(), { sort: 'TIMESTAMP_DESC', limit: 2 });
    const last = await logsPage(db.em(), { sort: 'TIMESTAMP_DESC', limit: 2, after: next });
    expect(last.items.map(({ id }) => id)).to.deep.equal([lines[1]!.id]);
  });

  it('take the cursor only of the same list, sort and filter', async () => {
    const filter: FlowRunFilters = { flow_runs: { name: { any_: ['a', 'B'] }, tags: { is_null_: true } } };
    const { next } = await flowRunsPage(db.em(), { filter, limit: 1 });
    const sameFilter: FlowRunFilters = { flow_runs: { tags: { is_null_: true }, name: { any_: ['a', 'B'] } } };
    expect((await flowRunsPage(db.em(), { filter: sameFilter, limit: 1, after: next })).items).to.have.length(1);
    await expectNoCursor(db, next, (em, after) => flowRunsPage(em, { filter, sort: 'NAME_ASC', after }));
    await expectNoCursor(db, next, (em, after) =>
      flowRunsPage(em, { filter: { flow_runs: { name: { any_: ['a'] } } }, after }),
    );
    await expectNoCursor(db, next, (em, after) => flowsPage(em, { after }));
  });

  it('refuse what is no cursor', async () => {
    const { next } = await flowRunsPage(db.em(), { limit: 1, sort: 'START_TIME_ASC' });
    const written = JSON.parse(Buffer.from(next!, 'base64url').toString()) as { at: unknown[] };
    const forged = [
      { ...written, v: 2 },
      { ...written, at: [] },
      { ...written, at: ['yesterday', newId()] },
      { ...written, at: [{ $ne: null }, newId()] },
      { ...written, at: [null, null] },
      { ...written, at: ['2026-03-01 12:00:00[UTC]', newId()] },
      { ...written, at: ['0000-03-01 12:00:00', newId()] },
      { ...written, at: [null, "' or true --"] },
      null,
      'text',
    ].map((each) => Buffer.from(JSON.stringify(each)).toString('base64url'));
    for (const cursor of ['', 'x', '%%%', next!.slice(0, -9), 7, ...forged]) {
      await expectNoCursor(db, cursor, (em, after) => flowRunsPage(em, { sort: 'START_TIME_ASC', after }));
    }
  });

  it('are refused without room for a run', async () => {
    await expectRefusal(db, 'limit', (em) => flowRunsPage(em, { limit: 0 }));
    await expectRefusal(db, 'limit', (em) => flowRunsPage(em, { limit: 201 }));
  });
});

/** The ids on all pages, each asked for in a unit of work of its own. */
async function idsOfPages(
  db: TestDatabase,
  options: Options,
  between: (em: EntityManager, page: number) => Promise<void> = async () => {},
): Promise<string[]> {
  const ids: string[] = [];
  let after: string | null = null;
  for (let number = 0; number === 0 || after !== null; number += 1) {
    const { items, next } = await flowRunsPage(db.em(), { ...options, after });
    ids.push(...items.map(({ id }) => id));
    after = next;
    await between(db.em(), number);
  }
  return ids;
}

async function happens(
  em: EntityManager,
  what: string | undefined,
  temporary: FlowRun[],
  arriving: FlowRun,
): Promise<void> {
  if (what === 'arrive') {
    temporary.push(arriving);
    await em.persist(arriving).flush();
  }
  if (what === 'vanish') {
    await em.nativeDelete(FlowRun, { id: temporary.pop()?.id ?? newId() });
  }
}

async function expectNoCursor(
  db: TestDatabase,
  cursor: unknown,
  query: (em: EntityManager, after: string) => Promise<unknown>,
): Promise<void> {
  let refusal: unknown;
  const sent = await db.statements(async () => {
    refusal = await query(db.em(), cursor as string).catch((error: unknown) => error);
  });
  expect(refusal).to.be.instanceOf(InvalidCursorError);
  expect(sent).to.deep.equal([]);
}
