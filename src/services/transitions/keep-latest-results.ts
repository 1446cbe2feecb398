import type { EntityManager } from '@mikro-orm/core';
import type { Artifact } from '../../domain/index.ts';
import { makeLatest } from '../artifacts/make-latest.ts';
import type { Step } from './enter-states.ts';
import type { AnyRun, AnyState } from './run-kind.ts';

/** Makes results with a key the latest of their collections. Each takes a statement; no engine of today gives them a key. */
export async function keepLatestResults(em: EntityManager, steps: readonly Step<AnyRun, AnyState>[]): Promise<void> {
  const artifacts = steps.flatMap(({ hasEntered, transition }) =>
    hasEntered && transition.state.resultArtifact !== null ? [transition.state.resultArtifact.unwrap()] : [],
  );
  // in the order of the keys: those who write the same ones at once wait for each other, never in a circle
  for (const artifact of artifacts.filter(hasKey).toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))) {
    const { id, key, type, description, data, flowRunId, taskRunId, created } = artifact;
    const said = Object.entries({ type, description, flowRunId, taskRunId }).filter(([, value]) => value !== null);
    await makeLatest(em, id, { ...Object.fromEntries(said), key, data }, created);
  }
}

function hasKey(artifact: Artifact): artifact is Artifact & { key: string } {
  return artifact.key !== null;
}
