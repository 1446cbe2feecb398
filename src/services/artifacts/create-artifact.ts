import type { EntityManager } from '@mikro-orm/core';
import type * as z from 'zod';
import { Artifact, newId, now } from '../../domain/index.ts';
import { checked, inputOf } from '../input.ts';
import { inTransaction } from '../transaction.ts';
import { artifactFields } from './artifact-fields.ts';
import { makeLatest } from './make-latest.ts';

const newArtifact = inputOf(artifactFields);

/** An artifact to be kept. */
export type NewArtifact = z.input<typeof newArtifact>;

/**
 * Keeps an artifact. One with a key becomes the latest of its collection, in which it replaces what it says itself: what it leaves out
 * stays as the artifact before it said.
 *
 * @throws {@link InvalidArgumentError} for an input that makes no sense; nothing is written
 */
export async function createArtifact(em: EntityManager, artifact: NewArtifact): Promise<Artifact> {
  const { id = newId(), ...values } = checked('artifact', newArtifact, artifact);
  const moment = now();
  return inTransaction(em, async (tx) => {
    if (values.key != null) {
      await makeLatest(tx, id, { ...values, key: values.key }, moment);
    }
    const { data = null, metadata = null } = values;
    const row = new Artifact({ ...values, id, data, metadata, created: moment, updated: moment });
    await tx.persist(row).flush();
    return row;
  });
}
