import * as z from 'zod';
import { JsonType, type JsonValue } from '../../domain/index.ts';
import { storable, text, uuid } from '../input.ts';

/** What of an artifact its maker may say. */
export const artifactFields = {
  id: uuid.optional(),
  /** Null, or left out, for an artifact that nobody looks up by name. */
  key: text.nullish(),
  /** How to show it: `markdown`, `table`, `link`, `progress`, `image`; `result` for the result of a run. */
  type: text.nullish(),
  description: text.nullish(),
  data: storable<JsonValue>(new JsonType()).optional(),
  metadata: z.record(z.string(), text, { error: 'is not an object.' }).nullish(),
  flowRunId: uuid.nullish(),
  taskRunId: uuid.nullish(),
};
