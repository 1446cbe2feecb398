import type { EntityManager } from '@mikro-orm/core';
import { ConcurrencyLimitV2, Deployment } from '../../domain/index.ts';

/**
 * Limits how many runs of a deployment may be active at once. Null takes the limit away: its row goes, also for others that share it, as in
 * the reference.
 */
export async function limitDeployment(em: EntityManager, deploymentId: string, limit: number | null): Promise<void> {
  const deployment = await em.findOneOrFail(Deployment, deploymentId, { refresh: true });
  const present = deployment.globalConcurrencyLimit?.unwrap() ?? null;
  if ((present?.limit ?? null) === limit) {
    return;
  }
  deployment.deprecatedConcurrencyLimit = limit;
  if (limit === null) {
    em.assign(deployment, { globalConcurrencyLimit: null });
    em.remove(present!);
  } else if (present) {
    present.limit = limit;
  } else {
    const own = new ConcurrencyLimitV2({ name: `deployment:${deploymentId}`, limit });
    em.assign(deployment, { globalConcurrencyLimit: own });
  }
  await em.flush();
}
