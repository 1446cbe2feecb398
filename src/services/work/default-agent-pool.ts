import type { EntityManager } from '@mikro-orm/core';
import { WorkPool } from '../../domain/index.ts';
import { createWorkPool } from './create-work-pool.ts';

const name = 'default-agent-pool';

/** The pool of queues that are made without one. It is made where there is none yet. */
export async function defaultAgentPool(em: EntityManager): Promise<{ pool: WorkPool; isNew: boolean }> {
  const present = await em.findOne(WorkPool, { name });
  return present ? { pool: present, isNew: false } : { pool: await createWorkPool(em, { name }), isNew: true };
}
