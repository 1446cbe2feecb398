import type { EntityManager } from '@mikro-orm/core';
import { Event } from '../../domain/index.ts';
import { id as validId } from '../../queries/arguments.ts';

/**
 * The event of an id; null where there is none. It belongs to the EntityManager given.
 *
 * @throws {@link InvalidArgumentError} for an id that is none
 */
export async function readEvent(em: EntityManager, id: string): Promise<Event | null> {
  return em.findOne(Event, validId('id', id));
}
