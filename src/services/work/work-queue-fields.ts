import { type QueueFilter, QueueFilterType } from '../../domain/index.ts';
import { count, document, flag, instant, name, text } from '../input.ts';

/** What of a work queue may be said at any time. */
export const workQueueFields = {
  /** Unique in its pool. */
  name: name.min(1, { error: 'is empty.' }),
  description: text.optional(),
  /** Whether no run of it is handed out. */
  isPaused: flag.optional(),
  /** How many runs may be active at once; null for no limit. */
  concurrencyLimit: count.nullish(),
  /** 1 is served first. The queue that has it is pushed on, and the next one if need be. */
  priority: count.min(1, { error: 'is less than 1.' }).optional(),
  /** Which runs an old queue takes. */
  filter: document<QueueFilter>(new QueueFilterType()).nullish(),
  lastPolled: instant.nullish(),
};
