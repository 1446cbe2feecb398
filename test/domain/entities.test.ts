import { inspect } from 'node:util';
import { ref } from '@mikro-orm/core';
import { expect } from 'chai';
import {
  Artifact,
  Flow,
  FlowRun,
  FlowRunState,
  newId,
  NotLoadedError,
  setClock,
  TaskRun,
} from '../../src/domain/index.ts';
import {
  factories,
  makeBlockDocument,
  makeConfiguration,
  makeCsrfToken,
  makeFlow,
  makeFlowRun,
  makeVariable,
} from '../support/factories.ts';

describe('A new entity', () => {
  it('has an id from the start, another one each time', () => {
    expect(makeFlow().id).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(makeFlow().id).to.not.equal(makeFlow().id);
  });

  it('takes the time from the clock', () => {
    const moment = Temporal.Instant.from('2026-02-28T23:59:59.123456Z');
    const restore = setClock(() => moment.epochNanoseconds);
    try {
      expect(String(makeFlow().created)).to.equal(String(moment));
      expect(String(makeFlow().updated)).to.equal(String(moment));
    } finally {
      restore();
    }
  });

  it('takes its values by name, and keeps its defaults where they are undefined', () => {
    const flow = makeFlow();
    const run = new FlowRun({ flow, name: undefined, runCount: 3, labels: null });
    expect(run.runCount).to.equal(3);
    expect(run.name).to.match(/^\w+-\w+/);
    expect(run.tags).to.deep.equal([]);
  });

  it('takes an entity or a reference where a relation is meant', () => {
    const flow = makeFlow();
    expect(new FlowRun({ flow }).flow.unwrap()).to.equal(flow);
    expect(new FlowRun({ flow: ref(flow) }).flow.unwrap()).to.equal(flow);
  });

  it('shares no default with another', () => {
    const [one, other] = [makeFlowRun(), makeFlowRun()];
    one.tags.push('only here');
    one.empiricalPolicy.pause_keys.push('only here');
    expect(other.tags).to.deep.equal([]);
    expect(other.empiricalPolicy.pause_keys).to.deep.equal([]);
  });
});

describe('The type of what a new entity takes', () => {
  // tsc fails where one of these is no error

  it('asks for what must exist', () => {
    // @ts-expect-error a run belongs to a flow
    expect(new FlowRun({})).to.be.instanceOf(FlowRun);
    // @ts-expect-error tasks have a dynamic key too
    expect(new TaskRun({ taskKey: 'task' })).to.be.instanceOf(TaskRun);
  });

  it('asks for nothing else', () => {
    expect(new FlowRunState({ type: 'RUNNING', name: 'Running' })).to.be.instanceOf(FlowRunState);
    expect(new Artifact({})).to.be.instanceOf(Artifact);
  });

  it('takes JSON, and nothing but JSON, for a document', () => {
    const flow = makeFlow();
    expect(new FlowRun({ flow, labels: { a: [1, 2n, null] } }).labels).to.deep.equal({ a: [1, 2n, null] });
    // @ts-expect-error labels have names
    expect(new FlowRun({ flow, labels: 5 })).to.be.instanceOf(FlowRun);
    // @ts-expect-error a function is no JSON
    expect(new Artifact({ data: () => 1 })).to.be.instanceOf(Artifact);
  });

  it('takes no id, no collection and no getter', () => {
    // @ts-expect-error only em.create can turn an id into a reference
    expect(new FlowRun({ flow: makeFlow().id }).flow).to.equal(undefined);
    // @ts-expect-error a collection fills from the other side
    expect(new Flow({ name: 'flow', flowRuns: [] }).flowRuns).to.have.length(0);
    // @ts-expect-error what can only be read
    expect(() => new FlowRun({ flow: makeFlow(), flowId: newId() })).to.throw(TypeError);
  });
});

describe('A relation', () => {
  it('tells its id without being loaded', () => {
    const flow = makeFlow();
    expect(makeFlowRun({ flow }).flowId).to.equal(flow.id);
  });

  it('tells null where there is none', () => {
    expect(makeFlowRun().parentTaskRunId).to.equal(null);
  });

  it('refuses to tell null where it is not known', () => {
    const state = new FlowRunState({ type: 'RUNNING', name: 'Running' });
    expect(() => state.flowRunId)
      .to.throw(NotLoadedError, 'FlowRunState.flowRun')
      .with.property('code', 'NOT_LOADED');
  });

  it('reaches the other side', () => {
    const flow = makeFlow();
    const run = makeFlowRun();
    flow.flowRuns.add(run);
    expect(run.flowId).to.equal(flow.id);
  });
});

describe('An entity in a log', () => {
  it('shows its class and id and nothing else', () => {
    for (const make of Object.values(factories)) {
      const entity = make();
      expect(inspect(entity)).to.equal(`${entity.constructor.name}(id=${entity.id})`);
    }
  });

  it('shows None where it has no id, as the reference does', () => {
    const flow = makeFlow();
    Object.assign(flow, { id: undefined });
    expect(inspect(flow)).to.equal('Flow(id=None)');
  });
});

describe('An entity as JSON', () => {
  const secret = 'the secret';
  const secrets = {
    'the content of a block': () => makeBlockDocument({ data: secret }),
    'a setting of the server': () => makeConfiguration({ value: { fernet_key: secret } }),
    'a token': () => makeCsrfToken({ token: secret }),
  };

  for (const [what, make] of Object.entries(secrets)) {
    it(`does not show ${what}`, () => {
      const entity = make();
      expect(JSON.stringify(entity)).to.not.include(secret);
      expect(JSON.stringify([entity])).to.not.include(secret);
      expect(inspect(entity, { depth: 10, showHidden: true })).to.not.include(secret);
    });
  }

  it('shows moments and durations in ISO 8601', () => {
    const stateTimestamp = Temporal.Instant.from('2026-02-28T23:59:59.000001Z');
    const run = makeFlowRun({ stateTimestamp, totalRunTime: Temporal.Duration.from({ seconds: 90 }) });
    const shown = JSON.parse(JSON.stringify(run)) as Record<string, string>;
    expect(shown['stateTimestamp']).to.equal('2026-02-28T23:59:59.000001Z');
    expect(Temporal.Duration.from(shown['totalRunTime']!).total('seconds')).to.equal(90);
  });

  it('can be made of integers beyond 2^53', () => {
    const variable = makeVariable({ value: { big: 9007199254740993n } });
    expect(JSON.stringify(variable)).to.include('9007199254740993');
  });

  it('shows every class without an error', () => {
    for (const make of Object.values(factories)) {
      const entity = make();
      expect(JSON.parse(JSON.stringify(entity)), entity.constructor.name).to.include({ id: entity.id });
    }
  });
});
