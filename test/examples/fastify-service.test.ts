import { LockMode } from '@mikro-orm/core';
import { expect } from 'chai';
import type { FastifyInstance } from 'fastify';
import { buildService } from '../../examples/fastify-service/service.ts';
import { FlowRun, FlowRunState, type JsonObject, newId } from '../../src/domain/index.ts';
import { builtProgram } from '../support/built-program.ts';
import { describeEachDialect, type TestDatabase } from '../support/dialects.ts';
import { makeFlow, makeFlowRun, makeTaskRun } from '../support/factories.ts';
import { runProgram } from '../support/processes.ts';

interface Answer {
  readonly status: number;
  // what a service answers is looked into freely here
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

describeEachDialect('The example service', (db) => {
  let service: FastifyInstance;
  let address: string;

  before(async () => {
    service = buildService(db.configuration);
    address = await service.listen({ port: 0 });
  });

  after(async () => service.close());

  async function ask(path: string, body?: unknown): Promise<Answer> {
    const url = `${address}${path}`;
    const response = await (body === undefined
      ? fetch(url)
      : postJson(url, typeof body === 'string' ? body : JSON.stringify(body)));
    return { status: response.status, body: await response.json() };
  }

  it('lists by filters, page by page', async () => {
    const flow = makeFlow();
    const runs = ['a', 'b', 'c'].map((name) => makeFlowRun({ flow, name, stateType: 'RUNNING', stateName: 'Running' }));
    await db.em().persist(runs).flush();
    const filter = { flows: { id: { any_: [flow.id] } }, sort: 'NAME_ASC', limit: 2 };
    const first = await ask('/flow_runs/filter', filter);
    expect(first.status).to.equal(200);
    expect(first.body.items.map(({ name }: JsonObject) => name)).to.deep.equal(['a', 'b']);
    expect(first.body.items[0].flow_name).to.equal(flow.name);
    const second = await ask('/flow_runs/filter', { ...filter, after: first.body.next });
    expect(second.body.items.map(({ name }: JsonObject) => name)).to.deep.equal(['c']);
    expect(second.body.next).to.equal(null);
  });

  it('lets a run enter states, and shows it with its history', async () => {
    const run = await persisted(db, makeFlowRun());
    const pending = await ask(`/flow_runs/${run.id}/set_state`, { state: { type: 'PENDING' } });
    expect([pending.status, pending.body.status]).to.deep.equal([200, 'ACCEPT']);
    await ask(`/flow_runs/${run.id}/set_state`, {
      state: {
        type: 'RUNNING',
        name: 'Warm',
        timestamp: '2026-03-01T10:00:00.000001Z',
        state_details: { cache_key: 'k' },
      },
    });
    const shown = await ask(`/flow_runs/${run.id}`);
    expect(shown.body.state).to.include({ type: 'RUNNING', name: 'Warm', timestamp: '2026-03-01T10:00:00.000001Z' });
    expect(shown.body.run_count).to.equal(1);
    const history = await ask(`/flow_runs/${run.id}/history`);
    expect(history.body.map(({ type }: JsonObject) => type)).to.have.members(['PENDING', 'RUNNING']);
    expect(history.body.find(({ type }: JsonObject) => type === 'RUNNING').state_details.cache_key).to.equal('k');
  });

  it('shows the graph of a run', async () => {
    const flowRun = makeFlowRun();
    const startTime = Temporal.Instant.from('2026-03-01T10:00:00Z');
    const task = makeTaskRun({ flowRun, stateType: 'RUNNING', startTime });
    await db.em().persist([flowRun, task]).flush();
    const { body } = await ask(`/flow_runs/${flowRun.id}/graph?since=2026-01-01T00:00:00Z`);
    expect(body.root_node_ids).to.deep.equal([task.id]);
    expect(body.nodes[0]).to.include({ kind: 'task-run', state_type: 'RUNNING', start_time: '2026-03-01T10:00:00Z' });
  });

  it('keeps integers that JavaScript has no number for', async () => {
    const run = await persisted(db, makeFlowRun({ parameters: { big: 2n ** 63n } }));
    const response = await fetch(`${address}/flow_runs/${run.id}`);
    expect(await response.text()).to.match(/"big": ?9223372036854775808/);
  });

  it('counts the runs by state, and tells when the counts change', async () => {
    const leaving = new AbortController();
    const stream = await fetch(`${address}/counts/live`, { signal: leaving.signal });
    const events = stream.body!.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
    const before = countsIn((await events.next()).value as string);
    await persisted(db, makeFlowRun({ stateType: 'CRASHED', stateName: 'Crashed' }));
    const after = countsIn((await events.next()).value as string);
    leaving.abort();
    expect(after['CRASHED']).to.equal(Number(before['CRASHED'] ?? 0) + 1);
    expect((await ask('/counts')).body).to.deep.equal(after);
  });

  it('has a unit of work for each request, which knows nothing of the one before', async () => {
    const run = await persisted(db, makeFlowRun({ name: 'before' }));
    expect((await ask(`/flow_runs/${run.id}`)).body.name).to.equal('before');
    await db.em().nativeUpdate(FlowRun, { id: run.id }, { name: 'after' });
    expect((await ask(`/flow_runs/${run.id}`)).body.name).to.equal('after');
  });

  it('answers 200 requests at once and loses none', async () => {
    const runs = Array.from({ length: 20 }, () => makeFlowRun());
    await db.em().persist(runs).flush();
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) => {
        const path = `/flow_runs/${runs[index % runs.length]!.id}`;
        return index % 2 === 0 ? ask(`${path}/set_state`, { state: { type: 'RUNNING' } }) : ask(`${path}/history`);
      }),
    );
    expect(new Set(answers.map(({ status }) => status))).to.deep.equal(new Set([200]));
    const written = await db.em().count(FlowRunState, { flowRun: { id: runs.map(({ id }) => id) } });
    expect(written).to.equal(100);
  }).timeout(30_000);

  const nowhere = newId();
  const refusals: readonly [
    title: string,
    path: string,
    body: unknown,
    status: number,
    code: string,
    place?: string,
  ][] = [
    ['a run that is not there', `/flow_runs/${nowhere}`, undefined, 404, 'FLOW_RUN_NOT_FOUND'],
    [
      'a transition of one',
      `/flow_runs/${nowhere}/set_state`,
      { state: { type: 'RUNNING' } },
      404,
      'FLOW_RUN_NOT_FOUND',
    ],
    ['an id that is none', '/flow_runs/seven/graph', undefined, 422, 'INVALID_ARGUMENT', 'flowRunId'],
    [
      'a filter of unknown keys',
      '/flow_runs/filter',
      { flow_runs: { nam: {} } },
      422,
      'INVALID_FILTER',
      'flow_runs.nam',
    ],
    ['a cursor of something else', '/flow_runs/filter', { after: 'abc' }, 422, 'INVALID_CURSOR'],
    ['a state of no type', `/flow_runs/${nowhere}/set_state`, { state: {} }, 422, 'INVALID_ARGUMENT', 'state.type'],
    ['no state at all', `/flow_runs/${nowhere}/set_state`, {}, 422, 'INVALID_ARGUMENT', 'state.type'],
    ['a moment that is none', `/flow_runs/${nowhere}/graph?since=soon`, undefined, 422, 'INVALID_ARGUMENT', 'since'],
    ['a body that is no JSON', '/flow_runs/filter', '{', 400, 'INVALID_JSON'],
    ['a body that is no object', '/flow_runs/filter', '[1]', 400, 'FST_ERR_VALIDATION'],
    ['a route that is not there', '/flows', undefined, 404, 'NO_SUCH_ROUTE'],
  ];
  for (const [title, path, body, status, code, place] of refusals) {
    it(`refuses ${title}`, async () => {
      const answer = await ask(path, body);
      expect([answer.status, answer.body.error.code]).to.deep.equal([status, code]);
      expect(answer.body.error.path).to.equal(place);
      expect(answer.body.error.message).to.be.a('string').and.not.equal('');
    });
  }

  it('answers the request that it is at, ends its streams and closes, on SIGTERM', async function () {
    this.timeout(60_000);
    const run = await persisted(db, makeFlowRun());
    const lock = await lockedUntilReleased(db, run);
    const program = await builtProgram('examples/fastify-service/main.ts');
    let output = '';
    let answer: Promise<Response> | undefined;
    let stream: Promise<string> | undefined;
    let isTold = false;
    const { code, stderr } = await runProgram(process.execPath, [program], {
      env: { PREFECT_SERVER_DATABASE_CONNECTION_URL: db.url, PORT: '0' },
      onOutput: (text, kill) => {
        output += text;
        const [listening] = /http:\/\/[^"]+/.exec(output) ?? [];
        if (listening !== undefined) {
          stream ??= fetch(`${listening}/counts/live`).then(async (response) => response.text());
          answer ??= postJson(`${listening}/flow_runs/${run.id}/set_state`, '{"state": {"type": "RUNNING"}}');
        }
        if (output.includes('/set_state') && !isTold) {
          isTold = true;
          kill('SIGTERM');
          // so that it has heard of the signal by then
          setTimeout(lock.release, 500);
        }
      },
    });
    await lock.released;
    expect([code, stderr]).to.deep.equal([0, '']);
    expect((await answer)?.status).to.equal(200);
    expect(await stream).to.match(/^event: counts/);
  });
});

/** Nobody else can write the run until it is released. */
async function lockedUntilReleased(db: TestDatabase, run: FlowRun) {
  const { promise: isOver, resolve: release } = Promise.withResolvers<void>();
  const { promise: isLocked, resolve: lock } = Promise.withResolvers<void>();
  const released = db.em().transactional(async (em) => {
    await em.findOneOrFail(FlowRun, run.id, { lockMode: LockMode.PESSIMISTIC_WRITE });
    lock();
    await isOver;
  });
  await Promise.race([isLocked, released]);
  return { release, released };
}

async function postJson(url: string, body: string): Promise<Response> {
  return fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
}

async function persisted(db: TestDatabase, run: FlowRun): Promise<FlowRun> {
  await db.em().persist(run).flush();
  return run;
}

function countsIn(event: string): JsonObject {
  return JSON.parse(/^data: (.*)$/m.exec(event)![1]!) as JsonObject;
}
