import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { expect } from 'chai';
import { DeploymentSchedule, FlowRun, newId, now } from '../../../src/domain/index.ts';
import {
  createDeploymentSchedules,
  deleteDeploymentSchedule,
  updateDeploymentSchedule,
} from '../../../src/services/deployments/index.ts';
import { expectRefusal } from '../../queries/support/bad-input.ts';
import { describeEachDialect } from '../../support/dialects.ts';
import { makeDeployment, makeFlowRun } from '../../support/factories.ts';

const schedule = { cron: '0 * * * *' };

describeEachDialect('A schedule of a deployment', (db) => {
  const deployment = makeDeployment();

  before(() => db.em().persist(deployment).flush());

  it('is added to those that are there', async () => {
    const [made, other] = await createDeploymentSchedules(db.em(), deployment.id, [{ schedule }, { schedule }]);
    const stored = await db.em().findOneOrFail(DeploymentSchedule, made!.id);
    expect(stored).to.deep.include({ deploymentId: deployment.id, active: true, parameters: {}, slug: null });
    expect(other!.id).to.not.equal(made!.id);
  });

  it('is refused a slug that another one has', async () => {
    await createDeploymentSchedules(db.em(), deployment.id, [{ schedule, slug: 'taken' }]);
    const count = await db.em().count(DeploymentSchedule);
    const adding = createDeploymentSchedules(db.em(), deployment.id, [{ schedule }, { schedule, slug: 'taken' }]);
    expect(await adding.catch((error: unknown) => error)).to.be.instanceOf(UniqueConstraintViolationException);
    expect(await db.em().count(DeploymentSchedule)).to.equal(count);
  });

  it('changes by its id or its slug, and keeps what it is not told', async () => {
    const [made] = await createDeploymentSchedules(db.em(), deployment.id, [
      { schedule, slug: 'nightly', parameters: { p: 1 } },
    ]);
    const planned = await plan();
    await updateDeploymentSchedule(db.em(), deployment.id, { slug: 'nightly' }, { active: false });
    expect(await db.em().count(FlowRun, { id: planned })).to.equal(0);
    const changed = await updateDeploymentSchedule(db.em(), deployment.id, { id: made!.id }, { maxScheduledRuns: 3 });
    expect(changed).to.deep.include({ active: false, parameters: { p: 1 }, maxScheduledRuns: 3, slug: 'nightly' });
    expect(await updateDeploymentSchedule(db.em(), newId(), { id: made!.id }, { active: true })).to.equal(null);
  });

  it('is deleted, with the runs that were planned', async () => {
    const [made] = await createDeploymentSchedules(db.em(), deployment.id, [{ schedule }]);
    const planned = await plan();
    expect(await deleteDeploymentSchedule(db.em(), newId(), { id: made!.id })).to.equal(false);
    expect(await db.em().count(FlowRun, { id: planned })).to.equal(1);
    expect(await deleteDeploymentSchedule(db.em(), deployment.id, { id: made!.id })).to.equal(true);
    expect(await db.em().count(FlowRun, { id: planned })).to.equal(0);
    expect(await db.em().count(DeploymentSchedule, { id: made!.id })).to.equal(0);
  });

  it('is refused by the path of what makes no sense', async () => {
    await expectRefusal(db, 'schedules[0].schedule', (em) =>
      createDeploymentSchedules(em, deployment.id, [{ schedule: {} }]),
    );
    await expectRefusal(db, 'schedules[1].schedule', (em) =>
      createDeploymentSchedules(em, deployment.id, [{ schedule }, {} as never]),
    );
    await expectRefusal(db, 'key', (em) => updateDeploymentSchedule(em, deployment.id, {} as never, {}));
    await expectRefusal(db, 'changes.deploymentId', (em) =>
      updateDeploymentSchedule(em, deployment.id, { slug: 's' }, { deploymentId: newId() } as never),
    );
    await expectRefusal(db, 'deploymentId', (em) => deleteDeploymentSchedule(em, 'x', { slug: 's' }));
  });

  /** The id of a run that the scheduler made. */
  async function plan(): Promise<string> {
    const run = makeFlowRun({
      deploymentId: deployment.id,
      stateType: 'SCHEDULED',
      stateName: 'Scheduled',
      autoScheduled: true,
      nextScheduledStartTime: now().add({ hours: 1 }),
    });
    await db.em().persist(run).flush();
    return run.id;
  }
});
