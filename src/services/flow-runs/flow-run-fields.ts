import * as z from 'zod';
import { type CreatedBy, CreatedByType, type FlowRunPolicy, FlowRunPolicyType } from '../../domain/index.ts';
import { document, flag, type Given, inputOf, jsonObject, labels, tags, text, uuid } from '../input.ts';
import type { NewState } from '../transitions/new-state.ts';

/** What of a flow run its maker may say. */
export const flowRunFields = {
  id: uuid.optional(),
  flowId: uuid,
  /** A random pair of words when it is left out or empty. */
  name: text.nullish(),
  /** Two runs of one flow may not share a key. */
  idempotencyKey: text.nullish(),
  deploymentId: uuid.nullish(),
  deploymentVersion: text.nullish(),
  flowVersion: text.nullish(),
  parameters: jsonObject.optional(),
  context: jsonObject.optional(),
  empiricalPolicy: document<FlowRunPolicy>(new FlowRunPolicyType()).optional(),
  tags: tags.optional(),
  labels: labels.nullish(),
  createdBy: document<CreatedBy>(new CreatedByType()).nullish(),
  infrastructurePid: text.nullish(),
  jobVariables: jsonObject.nullish(),
  infrastructureDocumentId: uuid.nullish(),
  parentTaskRunId: uuid.nullish(),
  workQueueId: uuid.nullish(),
  workQueueName: text.nullish(),
  autoScheduled: flag.optional(),
  /** The first one. */
  state: z.custom<NewState>().nullish(),
};

export const newFlowRun = inputOf(flowRunFields);

/** A flow run that is to be there. */
export type NewFlowRun = z.input<typeof newFlowRun>;

/** One that was checked. */
export type CheckedFlowRun = Given<z.output<typeof newFlowRun>>;
