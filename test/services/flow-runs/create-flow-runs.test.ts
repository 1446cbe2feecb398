import { ForeignKeyConstraintViolationException } from '@mikro-orm/core';
import { expect } from 'chai';
import { FlowRun, FlowRunState, newId } from '../../../src/domain/index.ts';
import { createFlowRun, createFlowRuns, type NewFlowRun } from '../../../src/services/flow-runs/index.ts';
import { inTransaction } from '../../../src/services/transaction.ts';
import { describeEachDialect } from '../../support/dialects.ts';
import { makeDeployment, makeFlow } from '../../support/factories.ts';
import { expectRefusal } from '../../queries/support/bad-input.ts';

describeEachDialect('A flow run that is made', (db) => {
  const flow = makeFlow({ labels: { team: 'x', 'prefect.flow.id': 'no' } });

  before(() => db.em().persist(flow).flush());

  it('has its first state, with all that is noted on entering it', async () => {
    const at = Temporal.Instant.from('2026-02-01T10:00:00.000001Z');
    const made = await createFlowRun(db.em(), { flowId: flow.id, state: { type: 'RUNNING', timestamp: at } });
    const run = await db.em().findOneOrFail(FlowRun, made.id);
    expect(run).to.deep.include({ stateType: 'RUNNING', stateName: 'Running', runCount: 1, stateTimestamp: at });
    expect(run.startTime?.equals(at)).to.equal(true);
    expect(run.state?.type).to.equal('RUNNING');
    expect(made.state?.id).to.equal(run.state?.id);
  });

  it('is found again by its key, with the state that it has', async () => {
    const values = { flowId: flow.id, idempotencyKey: 'once' };
    const first = await createFlowRun(db.em(), { ...values, name: 'one', state: { type: 'PENDING' } });
    const second = await createFlowRun(db.em(), { ...values, name: 'two', state: { type: 'RUNNING' } });
    expect(second).to.deep.include({ id: first.id, name: 'one', stateType: 'PENDING', runCount: 0 });
    expect(await db.em().count(FlowRunState, { flowRun: first.id })).to.equal(1);
  });

  it('is one, with one state, where many make it together', async () => {
    const run: NewFlowRun = { flowId: flow.id, idempotencyKey: 'together', state: { type: 'PENDING' } };
    const runs = await Promise.all(Array.from({ length: 8 }, () => createFlowRun(db.em(), run)));
    expect(new Set(runs.map(({ id }) => id)).size).to.equal(1);
    expect(await db.em().count(FlowRunState, { flowRun: runs[0]!.id })).to.equal(1);
  });

  it('is another one each time without a key', async () => {
    const ids = new Set<string>();
    for (const idempotencyKey of [undefined, null]) {
      ids.add((await createFlowRun(db.em(), { flowId: flow.id, idempotencyKey })).id);
    }
    expect(ids.size).to.equal(2);
  });

  it('has a name of its own where it is given none', async () => {
    const { name } = await createFlowRun(db.em(), { flowId: flow.id, name: '' });
    expect(name).to.match(/^[a-z]+-[a-z-]+$/);
  });

  it('inherits labels from its flow, under what it says itself', async () => {
    const { labels } = await createFlowRun(db.em(), { flowId: flow.id.toUpperCase(), labels: { team: 'y', a: 1 } });
    expect(labels).to.deep.equal({ team: 'y', 'prefect.flow.id': flow.id, a: 1 });
  });

  it('inherits labels from its deployment instead, of whatever flow', async () => {
    const deployment = makeDeployment({ labels: { from: 'deployment' } });
    await db.em().persist(deployment).flush();
    const { labels } = await createFlowRun(db.em(), { flowId: flow.id, deploymentId: deployment.id });
    expect(labels).to.deep.equal({
      from: 'deployment',
      'prefect.flow.id': deployment.flowId,
      'prefect.deployment.id': deployment.id,
    });
  });

  it('takes the labels of its flow where the deployment is gone', async () => {
    const { labels } = await createFlowRun(db.em(), { flowId: flow.id, deploymentId: newId() });
    expect(labels).to.deep.equal({ team: 'x', 'prefect.flow.id': flow.id });
  });

  it('is refused by the database without its flow', async () => {
    const failure = await createFlowRun(db.em(), { flowId: newId() }).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(ForeignKeyConstraintViolationException);
  });

  it('goes in with many others in a few statements, in the order given', async () => {
    const runs = Array.from({ length: 200 }, (_, index): NewFlowRun => {
      const idempotencyKey = `many ${index % 150}`;
      return { flowId: flow.id, idempotencyKey, name: `run-${index}`, state: { type: 'SCHEDULED' } };
    });
    await createFlowRun(db.em(), { ...runs[3]!, name: 'before', state: null });
    let made: FlowRun[] = [];
    const statements = await db.statements(async () => {
      made = await createFlowRuns(db.em(), runs);
    });
    expect(statements.length).to.be.lessThan(30);
    const names = runs.map((_, index) => (index % 150 === 3 ? 'before' : `run-${index % 150}`));
    expect(made.map(({ name }) => name)).to.deep.equal(names);
    const counted = await db.em().count(FlowRunState, { flowRun: { idempotencyKey: { $like: 'many %' } } });
    expect(counted).to.equal(149);
    expect(made[3]!.state).to.equal(null);
    expect(made[4]!.nextScheduledStartTime).to.not.equal(null);
  });

  it('is one where many make many of the same together, in whatever order', async () => {
    const runs = Array.from({ length: 60 }, (_, index): NewFlowRun => {
      return { flowId: flow.id, idempotencyKey: `same ${index}`, state: { type: 'PENDING' } };
    });
    const made = await Promise.all(
      [runs, runs.toReversed(), runs, runs.toReversed()].map((each) => createFlowRuns(db.em(), each)),
    );
    expect(new Set(made.flat().map(({ id }) => id)).size).to.equal(60);
    expect(await db.em().count(FlowRunState, { flowRun: { idempotencyKey: { $like: 'same %' } } })).to.equal(60);
  });

  it('goes with the others where one cannot be made', async () => {
    const many = [{ flowId: flow.id, name: 'good' }, { flowId: newId() }];
    const failure = await createFlowRuns(db.em(), many).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(ForeignKeyConstraintViolationException);
    expect(await db.em().count(FlowRun, { name: 'good' })).to.equal(0);
  });

  it('is the entity that its caller works with', async () => {
    await inTransaction(db.em(), async (tx) => {
      const run = await createFlowRun(tx, { flowId: flow.id, state: { type: 'PENDING' } });
      expect(await tx.findOne(FlowRun, run.id)).to.equal(run);
      expect(run.state?.type).to.equal('PENDING');
    });
  });

  it('is refused by the path of what makes no sense', async () => {
    const refused: Record<string, unknown> = {
      'flowRun.flowId': {},
      'flowRun.parameters': { parameters: [] },
      'flowRun.empiricalPolicy.retries': { empiricalPolicy: { retries: 'x' } },
      'flowRun.state.type': { state: { type: 'LATE' } },
      'flowRun.autoScheduled': { autoScheduled: 'yes' },
    };
    for (const [path, values] of Object.entries(refused)) {
      const run = { ...(path === 'flowRun.flowId' ? {} : { flowId: flow.id }), ...(values as object) };
      await expectRefusal(db, path, (em) => createFlowRun(em, run as never));
    }
    const runs = [{ flowId: flow.id }, { flowId: flow.id, state: { type: 'PENDING', timestamp: 'now' } }];
    await expectRefusal(db, 'flowRuns[1].state.timestamp', (em) => createFlowRuns(em, runs as never));
  });
});
