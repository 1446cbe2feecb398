import type { EntityData, EntityManager, RequiredEntityData } from '@mikro-orm/core';
import { ArtifactCollection } from '../../domain/index.ts';
import { uniqueUpsertColumns } from '../../orm-config/unique-upsert-columns.ts';
import { insertOnConflict } from '../../queries/insert-on-conflict.ts';

/**
 * Makes an artifact the latest of its collection, in which it replaces what it says itself. Before the artifact itself is written, so that
 * those who write one key at once wait here.
 *
 * @param values what the artifact says; what it leaves out stays as the artifact before it said
 */
export async function makeLatest(
  em: EntityManager,
  latestId: string,
  values: EntityData<ArtifactCollection> & { key: string },
  updated: Temporal.Instant,
): Promise<void> {
  const { artifactCollectionUniqueUpsertColumns: key } = uniqueUpsertColumns;
  const set = { ...values, latestId, updated };
  const row = { ...set, created: updated } as RequiredEntityData<ArtifactCollection>;
  await insertOnConflict(em, ArtifactCollection, row, key, { set });
}
