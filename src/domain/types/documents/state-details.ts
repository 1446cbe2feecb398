import * as z from 'zod';
import { DocumentType } from '../document-type.ts';
import type { JsonValue } from '../json/json-value.ts';
import { dateTime, flag, optional, text, textMap, uuid } from './fields.ts';

/** What a state says beyond its type and name. Keys are Prefect's own; those of a newer server are kept. */
export interface StateDetails {
  flow_run_id: string | null;
  task_run_id: string | null;
  child_flow_run_id: string | null;
  /** When the run is to start, ISO 8601; set on SCHEDULED states. */
  scheduled_time: string | null;
  cache_key: string | null;
  cache_expiration: string | null;
  deferred: boolean | null;
  untrackable_result: boolean;
  pause_timeout: string | null;
  pause_reschedule: boolean;
  pause_key: string | null;
  run_input_keyset: Record<string, string> | null;
  refresh_cache: boolean | null;
  retriable: boolean | null;
  transition_id: string | null;
  task_parameters_id: string | null;
  traceparent: string | null;
  deployment_concurrency_lease_id: string | null;
  [unknown: string]: JsonValue;
}

export const stateDetailsSchema = z.looseObject({
  flow_run_id: optional(uuid),
  task_run_id: optional(uuid),
  child_flow_run_id: optional(uuid),
  scheduled_time: optional(dateTime),
  cache_key: optional(text),
  cache_expiration: optional(dateTime),
  deferred: flag.nullable().default(false),
  untrackable_result: flag.default(false),
  pause_timeout: optional(dateTime),
  pause_reschedule: flag.default(false),
  pause_key: optional(text),
  run_input_keyset: optional(textMap),
  refresh_cache: optional(flag),
  retriable: optional(flag),
  transition_id: optional(uuid),
  task_parameters_id: optional(uuid),
  traceparent: optional(text),
  deployment_concurrency_lease_id: optional(uuid),
});

/** State details with every key, from those given. */
export function stateDetails(values: Partial<StateDetails> = {}): StateDetails {
  return {
    flow_run_id: null,
    task_run_id: null,
    child_flow_run_id: null,
    scheduled_time: null,
    cache_key: null,
    cache_expiration: null,
    deferred: false,
    untrackable_result: false,
    pause_timeout: null,
    pause_reschedule: false,
    pause_key: null,
    run_input_keyset: null,
    refresh_cache: null,
    retriable: null,
    transition_id: null,
    task_parameters_id: null,
    traceparent: null,
    deployment_concurrency_lease_id: null,
    ...values,
  };
}

export class StateDetailsType extends DocumentType {
  protected readonly schema = stateDetailsSchema;
  protected override readonly defaults = () => stateDetails();
}
