import type { EntityManager } from '@mikro-orm/core';
import type * as z from 'zod';
import { Artifact, ArtifactCollection } from '../../domain/index.ts';
import { id as validId } from '../../queries/arguments.ts';
import { checked, inputOf } from '../input.ts';
import { inTransaction } from '../transaction.ts';
import { updateRow } from '../update-row.ts';
import { artifactFields } from './artifact-fields.ts';
import { keyOfArtifact } from './key-of-artifact.ts';

const { data, description, metadata } = artifactFields;
const artifactChanges = inputOf({ data, description, metadata });

/** What of an artifact may change. */
export type ArtifactChanges = z.input<typeof artifactChanges>;

/**
 * Changes an artifact, and the collection whose latest it is.
 *
 * @returns null where there is none
 * @throws {@link InvalidArgumentError} for an input that makes no sense; nothing is written
 */
export async function updateArtifact(
  em: EntityManager,
  id: string,
  changes: ArtifactChanges,
): Promise<Artifact | null> {
  const artifactId = validId('id', id);
  const values = checked('changes', artifactChanges, changes);
  return inTransaction(em, async (tx) => {
    const key = await keyOfArtifact(tx, artifactId);
    if (key != null) {
      await updateRow(tx, ArtifactCollection, { key, latestId: artifactId }, values);
    }
    return updateRow(tx, Artifact, { id: artifactId }, values);
  });
}
