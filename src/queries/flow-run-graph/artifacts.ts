import type { EntityManager } from '@mikro-orm/core';
import { Artifact, ArtifactCollection, type JsonValue } from '../../domain/index.ts';
import type { GraphArtifact } from './graph.ts';

/** The artifacts of a flow run that are no results, oldest first and so many at most, by the task run that published them. */
export async function artifactsByTaskRun(
  em: EntityManager,
  flowRunId: string,
  limit: number,
): Promise<Map<string | null, GraphArtifact[]>> {
  const artifacts = await em.find(
    Artifact,
    { flowRunId, type: { $ne: 'result' } },
    { orderBy: [{ created: 'asc' }, { id: 'asc' }], limit, fields: ['created', 'key', 'type', 'taskRunId'] },
  );
  const latest = await latestOf(
    em,
    artifacts.flatMap(({ key }) => key ?? []),
  );
  const progress = await dataOf(
    em,
    artifacts.flatMap(({ id, type }) => (type === 'progress' ? id : [])),
  );
  const byTaskRun = Map.groupBy(artifacts, ({ taskRunId }) => taskRunId);
  return new Map(
    [...byTaskRun].map(([taskRunId, published]) => [
      taskRunId,
      published.map(({ id, created, key, type }) => ({
        id,
        created,
        key,
        type: type as string,
        isLatest: key === null || latest.get(key) === id,
        data: progress.get(id) ?? null,
      })),
    ]),
  );
}

/** The newest artifacts of keys. */
async function latestOf(em: EntityManager, keys: string[]): Promise<Map<string, string>> {
  const collections =
    keys.length === 0
      ? []
      : await em.find(ArtifactCollection, { key: [...new Set(keys)] }, { fields: ['key', 'latestId'] });
  return new Map(collections.map(({ key, latestId }) => [key, latestId]));
}

async function dataOf(em: EntityManager, ids: string[]): Promise<Map<string, JsonValue | undefined>> {
  const artifacts = ids.length === 0 ? [] : await em.find(Artifact, { id: ids }, { fields: ['data'] });
  return new Map(artifacts.map(({ id, data }) => [id, data]));
}
