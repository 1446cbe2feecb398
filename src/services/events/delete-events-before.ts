import { type EntityManager, type FilterQuery, LockMode } from '@mikro-orm/core';
import { Event, EventResource } from '../../domain/index.ts';
import { given, storedInstant } from '../../queries/arguments.ts';
import { rowsChangedBy, sql } from '../../queries/statement.ts';
import { checked, text } from '../input.ts';
import { inTransaction } from '../transaction.ts';

// events, or resources that have lost theirs
const rowsAtOnce = 900;

/** Which events go. */
export interface EventSelection {
  /** Only those of this name. */
  readonly event?: string;
}

/**
 * Deletes the events that happened before a moment, oldest first. An event goes together with its resources. Without a name, resources go
 * that have lost their event, too.
 *
 * A transaction deletes 900 events at most, so that nobody waits long and an interrupted call leaves whole events; in a transaction of the
 * caller's all are deleted together.
 *
 * @returns how many events there were
 * @throws {@link InvalidArgumentError} for what is no moment or no name; nothing is deleted
 */
export async function deleteEventsBefore(
  em: EntityManager,
  moment: Temporal.Instant,
  { event }: EventSelection = {},
): Promise<number> {
  const before = storedInstant('moment', moment, em.getPlatform());
  const name = given(event, (value) => checked('event', text, value));
  const old = { occurred: { $lt: moment }, ...(name !== undefined && { event: name }) };
  const deleted = await inBatches(em, (tx) => deleteOldest(tx, old));
  if (name === undefined) {
    await inBatches(em, (tx) => deleteLostResources(tx, before));
  }
  return deleted;
}

/** Repeats the work, each time in a transaction, until it finds nothing more to delete. @returns how many rows it deleted */
async function inBatches(em: EntityManager, deleteSome: (tx: EntityManager) => Promise<number>): Promise<number> {
  let sum = 0;
  let deleted: number;
  do {
    deleted = await inTransaction(em, deleteSome);
    sum += deleted;
  } while (deleted > 0);
  return sum;
}

async function deleteOldest(em: EntityManager, old: FilterQuery<Event>): Promise<number> {
  const events = await em.find(Event, old, {
    fields: ['id'],
    // the order in which two that delete at once lock them
    orderBy: { occurred: 'asc', id: 'asc' },
    limit: rowsAtOnce,
    lockMode: LockMode.PESSIMISTIC_WRITE,
    disableIdentityMap: true,
  });
  const ids = events.map(({ id }) => id);
  await em.nativeDelete(EventResource, { eventId: { $in: ids } });
  return em.nativeDelete(Event, { id: { $in: ids } });
}

async function deleteLostResources(em: EntityManager, before: string): Promise<number> {
  return rowsChangedBy(
    em,
    sql`delete from event_resources where id in (
      select r.id from event_resources as r
      where r.occurred < ${before} and not exists (select 1 from events as e where e.id = r.event_id)
      limit ${rowsAtOnce})`,
  );
}
