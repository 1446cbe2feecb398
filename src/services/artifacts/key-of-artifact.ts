import type { EntityManager } from '@mikro-orm/core';
import { Artifact } from '../../domain/index.ts';

/**
 * The key of an artifact, by which its collection is locked before the artifact is, as by a new artifact. Null without a key, undefined
 * without an artifact.
 */
export async function keyOfArtifact(em: EntityManager, id: string): Promise<string | null | undefined> {
  const found = await em.findOne(Artifact, id, { fields: ['key'], disableIdentityMap: true });
  return found?.key;
}
