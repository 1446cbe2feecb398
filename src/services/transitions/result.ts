import { Artifact, type JsonObject, type JsonValue } from '../../domain/index.ts';

/** What of a result belongs to the artifact that keeps it. */
export const artifactKeys = ['artifact_key', 'artifact_type', 'artifact_description'] as const;

/** A result as a state has it, and the artifact that keeps it; null where it is not kept. */
export interface Result {
  readonly data: JsonValue;
  readonly artifact: Artifact | null;
}

/**
 * Takes the result of a run apart: what belongs to the artifact is not a part of the result.
 *
 * @param owner whose result it is
 */
export function resultOf(
  data: JsonValue,
  owner: { readonly flowRunId: string | null; readonly taskRunId: string | null },
): Result {
  if (data === null) {
    return { data, artifact: null };
  }
  if (!isObject(data)) {
    return { data, artifact: new Artifact({ ...owner, data, metadata: null }) };
  }
  if (data['type'] === 'unpersisted') {
    return { data, artifact: null };
  }
  const { artifact_key: key, artifact_type: type, artifact_description: description, ...rest } = data;
  const named = { key: textOf(key), type: textOf(type), description: textOf(description) };
  return { data: rest, artifact: new Artifact({ ...owner, ...named, data: rest, metadata: null }) };
}

/** An empty name is none. */
function textOf(value: JsonValue | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function isObject(data: JsonValue): data is JsonObject {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}
