import { type EntityManager, LockMode } from '@mikro-orm/core';
import { Deployment, type DeploymentStatus, now } from '../../domain/index.ts';
import { ids as validIds } from '../../queries/arguments.ts';
import { inTransaction } from '../transaction.ts';

/** Deployments by their own ids, and by those of the queues in which their runs wait. */
export interface PolledDeployments {
  readonly deploymentIds?: readonly string[];
  readonly workQueueIds?: readonly string[];
}

/**
 * Notes that a worker asks for runs of deployments. `updated` stays: what the scheduler has planned is as good as before.
 *
 * @throws {@link InvalidArgumentError} for an id that is none; nothing is written
 */
export async function markDeploymentsReady(em: EntityManager, deployments: PolledDeployments): Promise<void> {
  await mark(em, deployments, { status: 'READY', lastPolled: now() });
}

/**
 * Notes that no worker asks for runs of deployments any more. `updated` stays.
 *
 * @throws {@link InvalidArgumentError} for an id that is none; nothing is written
 */
export async function markDeploymentsNotReady(em: EntityManager, deployments: PolledDeployments): Promise<void> {
  await mark(em, deployments, { status: 'NOT_READY' });
}

async function mark(
  em: EntityManager,
  { deploymentIds = [], workQueueIds = [] }: PolledDeployments,
  marks: { status: DeploymentStatus; lastPolled?: Temporal.Instant },
): Promise<void> {
  const where = {
    $or: [
      { id: { $in: validIds('deploymentIds', deploymentIds) } },
      { workQueue: { $in: validIds('workQueueIds', workQueueIds) } },
    ],
  };
  await inTransaction(em, async (tx) => {
    // locked in one order, so that two that do this at once never wait for each other in a circle
    const found = await tx.find(Deployment, where, {
      fields: ['id'],
      populate: [],
      orderBy: { id: 'asc' },
      lockMode: LockMode.PESSIMISTIC_WRITE,
      disableIdentityMap: true,
    });
    // past the unit of work, which would move `updated`
    await tx.nativeUpdate(Deployment, { id: { $in: found.map(({ id }) => id) } }, marks);
  });
}
