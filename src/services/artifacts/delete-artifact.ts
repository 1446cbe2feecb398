import type { EntityManager } from '@mikro-orm/core';
import { Artifact, ArtifactCollection } from '../../domain/index.ts';
import { id as validId } from '../../queries/arguments.ts';
import { inTransaction } from '../transaction.ts';
import { lockedRow } from '../update-row.ts';
import { keyOfArtifact } from './key-of-artifact.ts';

/**
 * Deletes an artifact. Where it is the latest of its collection the one before it takes its place, with all that it says; without one the
 * collection goes too. States whose result it was stay, without it.
 *
 * @returns whether there was one
 * @throws {@link InvalidArgumentError} for an id that is none
 */
export async function deleteArtifact(em: EntityManager, id: string): Promise<boolean> {
  const artifactId = validId('id', id);
  return inTransaction(em, async (tx) => {
    const key = await keyOfArtifact(tx, artifactId);
    const collection = key != null && (await lockedRow(tx, ArtifactCollection, { key, latestId: artifactId }));
    if (collection) {
      await leaveLatest(tx, collection);
    }
    return (await tx.nativeDelete(Artifact, { id: artifactId })) > 0;
  });
}

async function leaveLatest(em: EntityManager, collection: ArtifactCollection): Promise<void> {
  const { key, latestId } = collection;
  const [before] = await em.find(
    Artifact,
    { key, id: { $ne: latestId } },
    { orderBy: [{ created: 'desc' }, { id: 'desc' }], limit: 1 },
  );
  if (before === undefined) {
    await em.remove(collection).flush();
    return;
  }
  const { id, type, description, data, metadata, flowRunId, taskRunId, created, updated } = before;
  em.assign(collection, {
    latestId: id,
    type,
    description,
    data,
    metadata,
    flowRunId,
    taskRunId,
    created,
    updated,
  });
  await em.flush();
}
