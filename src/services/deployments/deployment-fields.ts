import * as z from 'zod';
import {
  type ConcurrencyOptions,
  ConcurrencyOptionsType,
  type CreatedBy,
  CreatedByType,
  type UpdatedBy,
  UpdatedByType,
} from '../../domain/index.ts';
import { count, document, flag, instant, jsonObject, jsonObjects, labels, name, tags, text, uuid } from '../input.ts';
import { newDeploymentSchedule } from './schedule-fields.ts';

/** What of a deployment its maker may say. */
export const deploymentFields = {
  id: uuid.optional(),
  /** Unique among the deployments of the flow. */
  name,
  flowId: uuid,
  version: text.nullish(),
  description: text.nullish(),
  paused: flag.optional(),
  /** All of them: those that are not in the list go. */
  schedules: z.array(newDeploymentSchedule, { error: 'is not a list of schedules.' }).optional(),
  /** How many of its runs may be active at once; null takes the limit away. It is kept as a limit of the name `deployment:<id>`. */
  concurrencyLimit: count.nullish(),
  /** A limit that is there already, which the deployment shares with others. */
  concurrencyLimitId: uuid.nullish(),
  concurrencyOptions: document<ConcurrencyOptions>(new ConcurrencyOptionsType()).nullish(),
  /** Overrides for the job template of the work pool. */
  jobVariables: jsonObject.optional(),
  parameters: jsonObject.optional(),
  parameterOpenapiSchema: jsonObject.nullish(),
  enforceParameterSchema: flag.optional(),
  pullSteps: jsonObjects.nullish(),
  tags: tags.optional(),
  labels: labels.nullish(),
  workQueueId: uuid.nullish(),
  workQueueName: text.nullish(),
  lastPolled: instant.nullish(),
  path: text.nullish(),
  entrypoint: text.nullish(),
  storageDocumentId: uuid.nullish(),
  infrastructureDocumentId: uuid.nullish(),
  createdBy: document<CreatedBy>(new CreatedByType()).nullish(),
  updatedBy: document<UpdatedBy>(new UpdatedByType()).nullish(),
};

interface Limited {
  readonly concurrencyLimit?: number | null | undefined;
  readonly concurrencyLimitId?: string | null | undefined;
}

/** A deployment has one limit: its own, or one that it shares. */
export function hasOneLimit({ concurrencyLimit, concurrencyLimitId }: Limited): boolean {
  return concurrencyLimit == null || concurrencyLimitId == null;
}

export const twoLimits = {
  path: ['concurrencyLimitId'],
  error: 'is given beside concurrencyLimit. Give one of them.',
};
