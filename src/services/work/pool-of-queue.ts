import type { EntityManager } from '@mikro-orm/core';
import { WorkQueue } from '../../domain/index.ts';

/** The id of the pool of a queue, by which the pool is locked before the queue is. Undefined without a queue. */
export async function poolOfQueue(em: EntityManager, id: string): Promise<string | undefined> {
  const queue = await em.findOne(WorkQueue, id, { fields: ['workPool'], populate: [], disableIdentityMap: true });
  return queue?.workPool.id;
}
