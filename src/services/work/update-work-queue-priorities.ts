import type { EntityManager } from '@mikro-orm/core';
import { id as validId, wholeNumber } from '../../queries/arguments.ts';
import { InvalidArgumentError } from '../../queries/errors.ts';
import { inTransaction } from '../transaction.ts';
import { lockPool, setPriorities } from './set-priorities.ts';

/**
 * Gives queues of a pool other priorities. Who has a place that is taken is pushed on by one, and the next one too where there is no gap:
 * no two queues of a pool have one priority. One of several that move is pushed as well where the one before it needs the place.
 *
 * @param priorities by the ids of queues; 1 is served first, and 0 means 1. Other pools' queues are passed over
 * @throws {@link InvalidArgumentError} for what is no id or no priority, or for one that is given twice; nothing is written
 */
export async function updateWorkQueuePriorities(
  em: EntityManager,
  workPoolId: string,
  priorities: Readonly<Record<string, number>>,
): Promise<void> {
  const poolId = validId('workPoolId', workPoolId);
  const wanted = validPriorities(priorities);
  await inTransaction(em, async (tx) => {
    await lockPool(tx, poolId);
    await setPriorities(tx, poolId, wanted);
  });
}

function validPriorities(priorities: Readonly<Record<string, number>>): Map<string, number> {
  const entries = Object.entries(priorities).map(
    ([id, priority]) => [validId('priorities', id), wholeNumber(`priorities.${id}`, priority)] as const,
  );
  if (new Set(Object.values(priorities)).size < entries.length) {
    throw new InvalidArgumentError('priorities', 'holds one priority twice.');
  }
  return new Map(entries);
}
