import type { EntityManager } from '@mikro-orm/core';
import { Event, EventResource } from '../../domain/index.ts';
import { given, storedInstant } from '../../queries/arguments.ts';
import { rowsChangedBy, sql } from '../../queries/statement.ts';
import { checked, text } from '../input.ts';
import { inTransaction } from '../transaction.ts';

/** Which events go. */
export interface EventSelection {
  /** Only those of this name. */
  readonly event?: string;
}

/**
 * Deletes the events that happened before a moment, with their resources. Without a name, resources go that have lost their event, too.
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
  return inTransaction(em, async (tx) => {
    if (name === undefined) {
      await tx.nativeDelete(EventResource, { occurred: { $lt: moment } });
      return tx.nativeDelete(Event, { occurred: { $lt: moment } });
    }
    const old = sql`event = ${name} and occurred < ${before}`;
    await rowsChangedBy(tx, sql`delete from event_resources where event_id in (select id from events where ${old})`);
    return rowsChangedBy(tx, sql`delete from events where ${old}`);
  });
}
