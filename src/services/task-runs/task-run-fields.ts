import { type TaskInputs, TaskInputsType, type TaskRunPolicy, TaskRunPolicyType } from '../../domain/index.ts';
import { count, document, instant, labels, tags, text, uuid } from '../input.ts';

// as the reference's own limit
const longestCacheKey = 2000;

/** What of a task run its maker may say. */
export const taskRunFields = {
  id: uuid.optional(),
  /** Null, or left out, for a run in the background. */
  flowRunId: uuid.nullish(),
  taskKey: text,
  /** Tells the runs of one task within a flow run apart. */
  dynamicKey: text,
  /** A random pair of words when it is left out or empty. */
  name: text.nullish(),
  cacheKey: text.max(longestCacheKey, { error: `is longer than ${longestCacheKey} characters.` }).nullish(),
  cacheExpiration: instant.nullish(),
  taskVersion: text.nullish(),
  empiricalPolicy: document<TaskRunPolicy>(new TaskRunPolicyType()).optional(),
  tags: tags.optional(),
  labels: labels.nullish(),
  taskInputs: document<TaskInputs>(new TaskInputsType()).optional(),
  flowRunRunCount: count.optional(),
};
