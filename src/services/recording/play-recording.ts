import type { EntityManager } from '@mikro-orm/core';
import { entitiesOf, metadataOf } from './entities-of.ts';
import { RecordedNulls } from './recorded-nulls.ts';
import type { RecordedRow, Recording } from './recording.ts';
import { setStates } from './set-states.ts';
import { type Unit, unitsOf } from './units.ts';

/** How far a recording is played. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/**
 * Plays a recording into a database as it happened: runs go in as they were made, and their states are set one after the other, each in
 * a transaction of its own. What is there already is left alone, so a play that was broken off is finished by the next. Two at once share
 * the work on SQLite, where one writes at a time; on PostgreSQL one of them fails.
 *
 * @param em is forked for each unit
 * @param tell hears about each unit that went in
 * @returns how many rows went in; 0 when the recording was in the database already
 */
export async function playRecording(
  em: EntityManager,
  recording: Recording,
  tell: (progress: Progress) => void = () => {},
): Promise<number> {
  const rows = [...recording.rows.values()].flat();
  const present = await idsThere(em.fork(), rows);
  const underway = new Map(
    rows.filter(({ values }) => !present.has(String(values['state_id']))).map((row) => [row.id, row]),
  );
  const units = unitsOf(recording).filter((unit) => unit.rows.some(({ id }) => !present.has(id)));
  let count = 0;
  for (const [index, unit] of units.entries()) {
    count += await em.fork({ freshEventManager: true }).transactional((own) => playUnit(own, unit, underway));
    tell({ done: index + 1, total: units.length });
  }
  return count;
}

async function playUnit(em: EntityManager, unit: Unit, underway: ReadonlyMap<string, RecordedRow>): Promise<number> {
  // asked again inside the transaction: another process may have played it meanwhile
  const present = await idsThere(em, unit.rows);
  const missing = { rows: unit.rows.filter(({ id }) => !present.has(id)) };
  em.getEventManager().registerSubscriber(new RecordedNulls(missing));
  const entities = entitiesOf(em, missing);
  em.persist(entities);
  setStates(em, entities, underway);
  await em.flush();
  return missing.rows.length;
}

/** Which of the rows the database has, by id. */
async function idsThere(em: EntityManager, rows: Unit['rows']): Promise<Set<string>> {
  const byTable = Map.groupBy(rows, ({ table }) => table);
  const there = new Set<string>();
  for (const ofTable of byTable.values()) {
    const { class: Class } = metadataOf(em, ofTable[0]!);
    const found = await em.find(
      Class,
      { id: { $in: ofTable.map(({ id }) => id) } },
      { fields: ['id'], populate: [], disableIdentityMap: true },
    );
    for (const { id } of found) {
      there.add(id);
    }
  }
  return there;
}
