import * as z from 'zod';
import { DocumentType } from '../document-type.ts';
import type { FloatTree } from '../json/floats.ts';
import type { JsonValue } from '../json/json-value.ts';
import { stateTypes } from '../enums.ts';
import { anyObject, chosen, flag, isObject, optional, seconds, text, uuid } from './fields.ts';

/** The kinds of things an automation can do. */
export const actionTypes = [
  'do-nothing',
  'run-deployment',
  'pause-deployment',
  'resume-deployment',
  'cancel-flow-run',
  'delete-flow-run',
  'change-flow-run-state',
  'pause-work-queue',
  'resume-work-queue',
  'send-notification',
  'call-webhook',
  'pause-automation',
  'resume-automation',
  'suspend-flow-run',
  'resume-flow-run',
  'pause-work-pool',
  'resume-work-pool',
] as const;
export type ActionType = (typeof actionTypes)[number];

/** One thing an automation does; what else it holds depends on the type. */
export interface Action {
  type: ActionType;
  [field: string]: JsonValue;
}

const source = z.enum(['selected', 'inferred'], { error: 'must be selected or inferred' }).default('selected');

function plain<T extends ActionType>(type: T) {
  return z.looseObject({ type: z.literal(type) });
}

/** An action on a thing that is either selected, by id, or inferred from the event. */
function targeted(type: ActionType, key: string, more: z.ZodRawShape = {}) {
  return z
    .looseObject({ type: z.literal(type), source, [key]: optional(uuid), ...more })
    .refine(
      (action) =>
        ((action as Record<string, unknown>)['source'] === 'selected') ===
        ((action as Record<string, unknown>)[key] !== null),
      {
        error: 'must be given when the source is selected, and left out when it is inferred',
        path: [key],
      },
    );
}

const byType: Record<ActionType, z.ZodType<unknown>> = {
  'do-nothing': plain('do-nothing'),
  'run-deployment': targeted('run-deployment', 'deployment_id', {
    parameters: optional(anyObject),
    job_variables: optional(anyObject),
    schedule_after: seconds.refine((value) => value >= 0, { error: 'must not be negative' }).default(0),
  }),
  'pause-deployment': targeted('pause-deployment', 'deployment_id'),
  'resume-deployment': targeted('resume-deployment', 'deployment_id'),
  'cancel-flow-run': plain('cancel-flow-run'),
  'delete-flow-run': plain('delete-flow-run'),
  'change-flow-run-state': z.looseObject({
    type: z.literal('change-flow-run-state'),
    name: optional(text),
    state: z.enum(stateTypes, { error: `must be one of ${stateTypes.join(', ')}` }),
    message: optional(text),
    force: flag.default(false),
  }),
  'pause-work-queue': targeted('pause-work-queue', 'work_queue_id'),
  'resume-work-queue': targeted('resume-work-queue', 'work_queue_id'),
  'send-notification': z.looseObject({
    type: z.literal('send-notification'),
    block_document_id: uuid,
    subject: text.default('Prefect automated notification'),
    body: text,
  }),
  'call-webhook': z.looseObject({
    type: z.literal('call-webhook'),
    block_document_id: uuid,
    payload: z
      .unknown()
      .transform((payload) => (isObject(payload) ? JSON.stringify(payload, null, 2) : payload))
      .pipe(text)
      .default(''),
  }),
  'pause-automation': targeted('pause-automation', 'automation_id'),
  'resume-automation': targeted('resume-automation', 'automation_id'),
  'suspend-flow-run': plain('suspend-flow-run'),
  'resume-flow-run': plain('resume-flow-run'),
  'pause-work-pool': targeted('pause-work-pool', 'work_pool_id'),
  'resume-work-pool': targeted('resume-work-pool', 'work_pool_id'),
};

export const actionsSchema = z.array(
  chosen('must be an action of a known type', (value) => byType[value['type'] as ActionType]),
  { error: 'must be a list of actions' },
);

export class ActionsType extends DocumentType {
  protected readonly schema = actionsSchema;
  protected override readonly floats: FloatTree = { '*': { schedule_after: true } };
}
