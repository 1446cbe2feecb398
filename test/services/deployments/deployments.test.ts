import { ForeignKeyConstraintViolationException } from '@mikro-orm/core';
import { expect } from 'chai';
import { ConcurrencyLimitV2, Deployment, DeploymentSchedule, FlowRun, newId, now } from '../../../src/domain/index.ts';
import {
  createDeployment,
  deleteDeployment,
  deleteDeployments,
  markDeploymentsNotReady,
  markDeploymentsReady,
  updateDeployment,
} from '../../../src/services/deployments/index.ts';
import { inTransaction } from '../../../src/services/transaction.ts';
import { expectRefusal } from '../../queries/support/bad-input.ts';
import { describeEachDialect } from '../../support/dialects.ts';
import {
  makeConcurrencyLimitV2,
  makeDeployment,
  makeFlow,
  makeFlowRun,
  makeWorkQueue,
  uniqueName,
} from '../../support/factories.ts';

const hourly = { cron: '0 * * * *' };
const daily = { interval: 86_400 };

describeEachDialect('A deployment', (db) => {
  const flow = makeFlow({ labels: { team: 'x' } });
  const queue = makeWorkQueue();

  before(() => db.em().persist([flow, queue]).flush());

  it('that is made again changes what it is told, and keeps the rest', async () => {
    const name = uniqueName('deployment');
    const [first, second] = [
      { createdBy: { type: 'USER' }, id: newId() },
      { createdBy: { type: 'OTHER' }, id: newId() },
    ];
    const said = { flowId: flow.id, name, description: 'one', jobVariables: { x: 1 }, paused: true };
    const made = await createDeployment(db.em(), { ...first, ...said, tags: ['a'] });
    expect(made).to.deep.include({ id: first.id, status: 'NOT_READY', infraOverrides: { x: 1 } });
    const again = { flowId: flow.id, name, tags: ['b'], labels: { own: 1 }, workQueueId: queue.id };
    await createDeployment(db.em(), { ...second, ...again });
    const stored = await db.em().findOneOrFail(Deployment, { name });
    const kept = { id: first.id, description: 'one', jobVariables: { x: 1 }, paused: true };
    expect(stored).to.deep.include({ ...kept, tags: ['b'], workQueueId: queue.id });
    expect(stored.labels).to.deep.equal({ team: 'x', 'prefect.flow.id': flow.id, own: 1 });
    expect(stored.createdBy).to.have.property('type', 'USER');
    expect(stored.created.equals(made.created)).to.equal(true);
    expect(Temporal.Instant.compare(stored.updated, made.updated)).to.equal(1);
  });

  it('has the schedules that were given last', async () => {
    const name = uniqueName('deployment');
    const values = { flowId: flow.id, name };
    const schedules = [{ schedule: hourly, slug: 'a' }, { schedule: daily }];
    const { id } = await createDeployment(db.em(), { ...values, schedules });
    expect(await schedulesOf(id)).to.have.length(2);
    const made = await createDeployment(db.em(), {
      ...values,
      schedules: [{ schedule: daily, slug: 'a', active: false, parameters: { p: 1 }, maxScheduledRuns: 5 }],
    });
    const [schedule] = made.schedules.getItems();
    expect(schedule).to.deep.include({ slug: 'a', active: false, parameters: { p: 1 }, maxScheduledRuns: 5 });
    expect(schedule?.schedule).to.have.property('interval', 86_400);
    await updateDeployment(db.em(), id, { description: 'kept' });
    expect(await schedulesOf(id)).to.deep.equal([schedule?.id]);
    const changed = await updateDeployment(db.em(), id, { schedules: [{ schedule: hourly }] });
    expect(changed?.schedules.map(({ id: each }) => each)).to.deep.equal(await schedulesOf(id));
    expect(await schedulesOf(id)).to.not.include(schedule?.id);
    await createDeployment(db.em(), values);
    expect(await schedulesOf(id)).to.deep.equal([]);
  });

  it('shows its new schedules to a caller that knows the old ones', async () => {
    const values = { flowId: flow.id, name: uniqueName('deployment') };
    const { id } = await createDeployment(db.em(), { ...values, schedules: [{ schedule: hourly, slug: 'old' }] });
    await inTransaction(db.em(), async (tx) => {
      const known = await tx.findOneOrFail(Deployment, id);
      expect(known.schedules.map(({ slug }) => slug)).to.deep.equal(['old']);
      const schedules = [{ schedule: hourly, slug: 'new' }];
      expect(await updateDeployment(tx, id, { schedules })).to.equal(known);
      expect(known.schedules.map(({ slug }) => slug)).to.deep.equal(['new']);
    });
    expect(await db.em().count(DeploymentSchedule, { deployment: id })).to.equal(1);
  });

  it('loses the runs that were planned by what it was', async () => {
    const { id } = await createDeployment(db.em(), { flowId: flow.id, name: uniqueName('deployment') });
    const plans = {
      planned: {},
      'by hand': { autoScheduled: false },
      late: { nextScheduledStartTime: now().subtract({ hours: 1 }) },
      started: { runCount: 1 },
      waiting: { stateName: 'AwaitingConcurrencySlot' },
      running: { stateType: 'RUNNING' },
      foreign: { deploymentId: newId() },
    } as const;
    const runs = Object.entries(plans).map(([name, values]) =>
      makeFlowRun({
        name,
        deploymentId: id,
        stateType: 'SCHEDULED',
        stateName: 'Scheduled',
        autoScheduled: true,
        nextScheduledStartTime: now().add({ hours: 1 }),
        ...values,
      }),
    );
    await db.em().persist(runs).flush();
    const left = async () => {
      const found = await db.em().find(FlowRun, { id: { $in: runs.map((run) => run.id) } });
      return found.map(({ name }) => name).toSorted();
    };
    await updateDeployment(db.em(), id, { paused: true });
    expect(await left()).to.deep.equal(['by hand', 'foreign', 'late', 'running', 'started', 'waiting']);
    await deleteDeployment(db.em(), id);
    expect(await left()).to.deep.equal(['foreign', 'running', 'started', 'waiting']);
  });

  it('has a limit of its own, which comes, changes and goes', async () => {
    const name = uniqueName('deployment');
    const made = await createDeployment(db.em(), { flowId: flow.id, name, concurrencyLimit: 3 });
    const limit = made.globalConcurrencyLimit?.unwrap();
    expect(limit).to.deep.include({ name: `deployment:${made.id}`, limit: 3, active: true, activeSlots: 0 });
    await createDeployment(db.em(), { flowId: flow.id, name });
    const raised = await updateDeployment(db.em(), made.id, { concurrencyLimit: 5 });
    expect(raised).to.deep.include({ concurrencyLimitId: limit?.id, deprecatedConcurrencyLimit: 5 });
    expect(await db.em().findOneOrFail(ConcurrencyLimitV2, limit!.id)).to.have.property('limit', 5);
    const without = await updateDeployment(db.em(), made.id, { concurrencyLimit: null });
    expect(without).to.deep.include({ concurrencyLimitId: null, deprecatedConcurrencyLimit: null });
    expect(await db.em().count(ConcurrencyLimitV2, { id: limit!.id })).to.equal(0);
  });

  it('may share a limit, and goes with its own', async () => {
    const shared = makeConcurrencyLimitV2();
    await db.em().persist(shared).flush();
    const sharing = await createDeployment(db.em(), {
      flowId: flow.id,
      name: uniqueName('deployment'),
      concurrencyLimitId: shared.id,
    });
    expect(sharing.concurrencyLimitId).to.equal(shared.id);
    const own = await createDeployment(db.em(), {
      flowId: flow.id,
      name: uniqueName('deployment'),
      concurrencyLimit: 1,
    });
    const missing = newId();
    const ids = [own.id, missing, sharing.id];
    expect(await deleteDeployments(db.em(), ids)).to.have.members([own.id, sharing.id]);
    expect(await db.em().count(ConcurrencyLimitV2, { name: `deployment:${own.id}` })).to.equal(0);
    expect(await deleteDeployment(db.em(), own.id)).to.equal(false);
  });

  it('is ready while somebody polls for it, which is no change of it', async () => {
    const updated = Temporal.Instant.from('2024-01-01T00:00:00Z');
    const [byId, byQueue] = [makeDeployment({ updated }), makeDeployment({ updated, workQueue: queue })];
    await db.em().persist([byId, byQueue]).flush();
    const statuses = async () => {
      const found = await db.em().find(Deployment, { id: { $in: [byId.id, byQueue.id] } });
      expect(found.every((each) => each.updated.equals(updated))).to.equal(true);
      return found.map(({ status, lastPolled }) => `${status} ${lastPolled !== null}`);
    };
    await markDeploymentsReady(db.em(), { deploymentIds: [byId.id], workQueueIds: [queue.id] });
    expect(await statuses()).to.deep.equal(['READY true', 'READY true']);
    await markDeploymentsNotReady(db.em(), { deploymentIds: [byId.id, byQueue.id] });
    expect(await statuses()).to.deep.equal(['NOT_READY true', 'NOT_READY true']);
    await markDeploymentsReady(db.em(), {});
    expect(await statuses()).to.deep.equal(['NOT_READY true', 'NOT_READY true']);
  });

  it('is one where many make it together', async () => {
    const values = { flowId: flow.id, name: uniqueName('deployment'), concurrencyLimit: 2 };
    const schedules = [{ schedule: hourly, slug: 'only' }];
    const made = await Promise.all(
      Array.from({ length: 6 }, () => createDeployment(db.em(), { ...values, schedules })),
    );
    expect(new Set(made.map(({ id }) => id)).size).to.equal(1);
    expect(await schedulesOf(made[0]!.id)).to.have.length(1);
  });

  it('is left as it was where something of it is refused by the database', async () => {
    const name = uniqueName('deployment');
    const { id } = await createDeployment(db.em(), { flowId: flow.id, name, schedules: [{ schedule: hourly }] });
    const changes = { description: 'two', schedules: [], workQueueId: newId() };
    const failure = await updateDeployment(db.em(), id, changes).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(ForeignKeyConstraintViolationException);
    expect(await schedulesOf(id)).to.have.length(1);
    expect(await updateDeployment(db.em(), newId(), changes)).to.equal(null);
  });

  it('is refused by the path of what makes no sense', async () => {
    const refused: Record<string, object> = {
      'deployment.schedules[1].schedule.cron': { schedules: [{ schedule: hourly }, { schedule: { cron: 'x' } }] },
      'deployment.schedules[0].maxScheduledRuns': { schedules: [{ schedule: hourly, maxScheduledRuns: 0 }] },
      'deployment.concurrencyLimit': { concurrencyLimit: -1 },
      'deployment.concurrencyLimitId': { concurrencyLimit: 1, concurrencyLimitId: newId() },
      'deployment.concurrencyOptions.collision_strategy': { concurrencyOptions: { collision_strategy: 'WAIT' } },
      'deployment.pullSteps[0]': { pullSteps: ['clone'] },
      'deployment.status': { status: 'READY' },
    };
    for (const [path, values] of Object.entries(refused)) {
      const deployment = { flowId: flow.id, name: 'd', ...values };
      await expectRefusal(db, path, (em) => createDeployment(em, deployment));
    }
    await expectRefusal(db, 'changes.name', (em) => updateDeployment(em, newId(), { name: 'd' } as never));
    await expectRefusal(db, 'ids[0]', (em) => deleteDeployments(em, ['x']));
    await expectRefusal(db, 'workQueueIds[0]', (em) => markDeploymentsReady(em, { workQueueIds: ['x'] }));
  });

  async function schedulesOf(deployment: string): Promise<string[]> {
    const found = await db.em().find(DeploymentSchedule, { deployment }, { orderBy: { updated: 'desc' } });
    return found.map(({ id }) => id);
  }
});
