import type { EntityManager } from '@mikro-orm/core';
import { Event, EventResource, now } from '../../domain/index.ts';
import { insertNewRows } from '../../queries/insert-new-rows.ts';
import { inChunks } from '../chunks.ts';
import { checked } from '../input.ts';
import { inTransaction } from '../transaction.ts';
import { type NewEvent, newEvents } from './event-input.ts';
import { eventRow, resourceRows } from './event-rows.ts';

// as many as make 900 values: an event has 13 columns, a resource 8
const eventsPerStatement = 69;
const resourcesPerStatement = 112;

/**
 * Keeps events with their resources, all of them or none. An event that is there already, or comes twice, is passed over: the first stays as
 * it is.
 *
 * @returns how many were new
 * @throws {@link InvalidArgumentError} for an event that makes no sense, such as `events[3].related[0]`; nothing is written
 */
export async function writeEvents(em: EntityManager, events: readonly NewEvent[]): Promise<number> {
  const given = checked('events', newEvents, events);
  const recorded = now();
  const byId = new Map(given.toReversed().map((event) => [event.id, event]));
  // in one order, so that two that write the same events at once never wait for each other in a circle
  const inOrder = [...byId.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return inTransaction(em, async (tx) => {
    let written = 0;
    for (const some of inChunks(inOrder, eventsPerStatement)) {
      const rows = some.map((event) => eventRow(event, recorded));
      const ids = await insertNewRows(tx, Event, rows, ['id']);
      await insertResources(
        tx,
        some.filter(({ id }) => ids.has(id)),
      );
      written += ids.size;
    }
    return written;
  });
}

async function insertResources(em: EntityManager, events: Parameters<typeof resourceRows>[0][]): Promise<void> {
  for (const some of inChunks(events.flatMap(resourceRows), resourcesPerStatement)) {
    await em.insertMany(EventResource, some);
  }
}
