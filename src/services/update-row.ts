import { type EntityClass, type EntityData, type EntityManager, type FilterQuery, LockMode } from '@mikro-orm/core';
import { type Base, now } from '../domain/index.ts';

/**
 * Changes a row, which nobody else can change until the transaction is over. `updated` moves in any case.
 *
 * @returns null where there is no such row
 */
export async function updateRow<Entity extends Base>(
  em: EntityManager,
  entityClass: EntityClass<Entity>,
  where: FilterQuery<Entity>,
  changes: EntityData<Entity>,
): Promise<Entity | null> {
  const entity = await lockedRow(em, entityClass, where);
  if (entity === null) {
    return null;
  }
  em.assign(entity, { updated: now(), ...changes } as never);
  await em.flush();
  return entity;
}

/** A row as it is now, which nobody else can change until the transaction is over. Null where there is none. */
export async function lockedRow<Entity extends Base>(
  em: EntityManager,
  entityClass: EntityClass<Entity>,
  where: FilterQuery<Entity>,
): Promise<Entity | null> {
  return em.findOne(entityClass, where, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
}
