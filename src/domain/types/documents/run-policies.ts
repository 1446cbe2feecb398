import * as z from 'zod';
import { DocumentType } from '../document-type.ts';
import type { FloatTree } from '../json/floats.ts';
import type { JsonValue } from '../json/json-value.ts';
import { flag, float, integer, isObject, optional, textSet } from './fields.ts';

const MOST_RETRY_DELAYS = 50;

/** How a flow run is retried, paused and resumed. Delays are in seconds. */
export interface FlowRunPolicy {
  /** Old name of `retries`. */
  max_retries: number;
  /** Old name of `retry_delay`. */
  retry_delay_seconds: number;
  retries: number | null;
  retry_delay: number | null;
  pause_keys: string[];
  resuming: boolean | null;
  retry_type: 'in_process' | 'reschedule' | null;
  [unknown: string]: JsonValue;
}

/** How a task run is retried. Delays are in seconds: one for all retries, or one for each. */
export interface TaskRunPolicy {
  /** Old name of `retries`. */
  max_retries: number;
  /** Old name of `retry_delay`. */
  retry_delay_seconds: number;
  retries: number | null;
  retry_delay: number | number[] | null;
  retry_jitter_factor: number | null;
  [unknown: string]: JsonValue;
}

const integers = { max_retries: 'integer', retries: 'integer' } as const;
const deprecated = {
  max_retries: integer.default(0),
  retry_delay_seconds: float.default(0),
  retries: optional(integer),
};

/** As the reference does: what was said by an old name only is said by the new one as well. */
function carriedOver(given: unknown): unknown {
  if (!isObject(given)) {
    return given;
  }
  const policy = { ...given };
  if (!policy['retries'] && (policy['max_retries'] ?? 0) !== 0) {
    policy['retries'] = policy['max_retries'];
  }
  if (!policy['retry_delay'] && (policy['retry_delay_seconds'] ?? 0) !== 0) {
    policy['retry_delay'] = policy['retry_delay_seconds'];
  }
  return policy;
}

export const flowRunPolicySchema = z.preprocess(
  carriedOver,
  z.looseObject({
    ...deprecated,
    retry_delay: optional(integer),
    pause_keys: textSet.nullable().default(() => []),
    resuming: flag.nullable().default(false),
    retry_type: optional(z.enum(['in_process', 'reschedule'], { error: 'must be in_process or reschedule' })),
  }),
);

const delays = z.array(float).max(MOST_RETRY_DELAYS, { error: `must not list more than ${MOST_RETRY_DELAYS} delays` });

export const taskRunPolicySchema = z.preprocess(
  carriedOver,
  z.looseObject({
    ...deprecated,
    retry_delay: optional(
      z.union([float, delays], { error: `must be a number of seconds, or at most ${MOST_RETRY_DELAYS} of them` }),
    ),
    retry_jitter_factor: optional(float.refine((factor) => factor >= 0, { error: 'must not be negative' })),
  }),
);

/** A policy with every key, from those given. */
export function flowRunPolicy(values: Partial<FlowRunPolicy> = {}): FlowRunPolicy {
  return {
    max_retries: 0,
    retry_delay_seconds: 0,
    retries: null,
    retry_delay: null,
    pause_keys: [],
    resuming: false,
    retry_type: null,
    ...values,
  };
}

/** A policy with every key, from those given. */
export function taskRunPolicy(values: Partial<TaskRunPolicy> = {}): TaskRunPolicy {
  return {
    max_retries: 0,
    retry_delay_seconds: 0,
    retries: null,
    retry_delay: null,
    retry_jitter_factor: null,
    ...values,
  };
}

export class FlowRunPolicyType extends DocumentType {
  protected readonly schema = flowRunPolicySchema;
  protected override readonly defaults = () => flowRunPolicy();
  protected override readonly floats: FloatTree = { ...integers, retry_delay: 'integer', retry_delay_seconds: true };
}

export class TaskRunPolicyType extends DocumentType {
  protected readonly schema = taskRunPolicySchema;
  protected override readonly defaults = () => taskRunPolicy();
  protected override readonly floats: FloatTree = {
    ...integers,
    retry_delay_seconds: true,
    retry_delay: 'uniform',
    retry_jitter_factor: true,
  };
}
