import { type StorageConfiguration, StorageConfigurationType } from '../../domain/index.ts';
import { count, document, flag, text } from '../input.ts';
import { baseJobTemplate } from './base-job-template.ts';

/** What of a work pool may be said at any time. */
export const workPoolFields = {
  description: text.nullish(),
  /** Whether no run is handed out. */
  isPaused: flag.optional(),
  baseJobTemplate: baseJobTemplate.optional(),
  /** How many runs may be active at once; null for no limit. */
  concurrencyLimit: count.nullish(),
  storageConfiguration: document<StorageConfiguration>(new StorageConfigurationType()).optional(),
};

/** The kind of pool that old agents take from. It has no status of its own. */
export const agentPoolType = 'prefect-agent';
