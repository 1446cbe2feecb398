import { type EntityManager, LockMode } from '@mikro-orm/core';
import { ConcurrencyLimit, type StateType, type TaskRun, type TaskRunState } from '../../domain/index.ts';
import { inChunks } from '../chunks.ts';
import type { Step } from './enter-states.ts';

const holding: readonly StateType[] = ['RUNNING', 'CANCELLING'];

/** Takes task runs that no longer run off the limits of their tags. Those limits are locked, in the order of their tags. */
export async function releaseTagSlots(em: EntityManager, steps: readonly Step<TaskRun, TaskRunState>[]): Promise<void> {
  const released = steps
    .filter(({ hasEntered, transition }) => hasEntered && !holding.includes(transition.state.type))
    .map(({ transition }) => transition.run);
  for (const tags of inChunks([...new Set(released.flatMap((run) => run.tags))].toSorted())) {
    const limits = await em.find(
      ConcurrencyLimit,
      { tag: { $in: tags } },
      { orderBy: { tag: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    );
    for (const limit of limits) {
      const leaving = new Set(released.filter((run) => run.tags.includes(limit.tag)).map(({ id }) => id));
      limit.activeSlots = limit.activeSlots.filter((id) => !leaving.has(id));
    }
  }
}
