import * as z from 'zod';
import {
  JsonType,
  type JsonValue,
  newId,
  type StateDetails,
  stateDetails,
  StateDetailsType,
  type StateType,
} from '../../domain/index.ts';
import { nameOf } from '../../domain/runs/state.ts';
import { isObject } from '../../domain/types/documents/fields.ts';
import { stateDetailsSchema } from '../../domain/types/documents/state-details.ts';
import { normalUuid } from '../../domain/types/uuid-type.ts';
import { checked, inputOf, instant, stateType, storable, text, uuid } from '../input.ts';
import { artifactKeys } from './result.ts';

/** A state that a run is to enter. What is left out, or null, takes its default. */
export interface NewState {
  readonly type: StateType;
  /** Default: the type, as people write it. */
  readonly name?: string | null | undefined;
  readonly message?: string | null | undefined;
  /**
   * The result, or where it is. It is kept as an artifact, but for `{ type: 'unpersisted' }`, which is not kept at all; `artifact_key`,
   * `artifact_type` and `artifact_description` in an object become those of the artifact.
   */
  readonly data?: JsonValue | undefined;
  /**
   * Prefect's document, with its own keys and no others. The ids of the runs in it are set by the transition. Default of `scheduled_time` for
   * a SCHEDULED state: the time of the transition.
   */
  readonly stateDetails?: Partial<StateDetails> | null | undefined;
  /** Default: the time of the transition. A microsecond that the run has a state of already gives way to the next that is free. */
  readonly timestamp?: Temporal.Instant | null | undefined;
  /** Default: a new one. */
  readonly id?: string | null | undefined;
}

/** A proposed state that was checked, as it would be stored. */
export interface Proposal {
  readonly id: string;
  readonly type: StateType;
  readonly name: string;
  readonly message: string | null;
  readonly data: JsonValue;
  readonly details: Readonly<StateDetails>;
  /** Null for the time of the transition. */
  readonly timestamp: Temporal.Instant | null;
}

const knownKeys = Object.keys(stateDetails());

const details = z
  .custom<Partial<StateDetails>>(isObject, { error: 'is not an object.', abort: true })
  .superRefine((value, context) => {
    for (const key of Object.keys(value).filter((each) => !knownKeys.includes(each))) {
      context.addIssue({ code: 'unrecognized_keys', keys: [key], input: value });
    }
  })
  .pipe(storable<Partial<StateDetails>>(new StateDetailsType()));

const data = storable<JsonValue>(new JsonType()).superRefine((value, context) => {
  for (const key of artifactKeys) {
    const name = isObject(value) ? value[key] : undefined;
    if (name != null && typeof name !== 'string') {
      context.addIssue({ code: 'custom', message: 'is not a string.', path: [key] });
    }
  }
});

const newState = inputOf({
  type: stateType,
  name: text.nullish(),
  message: text.nullish(),
  data: data.optional(),
  stateDetails: details.nullish(),
  timestamp: instant.nullish(),
  id: uuid.nullish(),
});

/** @throws {@link InvalidArgumentError} with the path of what makes no sense, such as `state.stateDetails.scheduled_time` */
export function checkedProposal(parameter: string, state: NewState): Proposal {
  const given = checked(parameter, newState, state);
  return {
    id: given.id == null ? newId() : normalUuid(given.id)!,
    type: given.type,
    name: given.name ?? nameOf(given.type),
    message: given.message ?? null,
    data: given.data ?? null,
    details: stateDetailsSchema.parse(given.stateDetails ?? {}) as StateDetails,
    timestamp: given.timestamp == null ? null : inMicroseconds(given.timestamp),
  };
}

function inMicroseconds(moment: Temporal.Instant): Temporal.Instant {
  return moment.round({ smallestUnit: 'microsecond', roundingMode: 'floor' });
}
