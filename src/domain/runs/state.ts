import { PrefectOrmError } from '../shared/errors.ts';
import { type JsonValue, type StateDetails, stateDetails, type StateType } from '../types/index.ts';

/** A state as Prefect's API has it. Written as JSON it is what the API sends. */
export interface State {
  id: string;
  type: StateType;
  name: string;
  timestamp: Temporal.Instant;
  message: string | null;
  /** The result, or where it is; null where there is none, or none that counts as one. */
  data: JsonValue;
  state_details: StateDetails;
}

/** A new state was asked for what it was not given yet. */
export class IncompleteStateError extends PrefectOrmError {
  readonly code = 'INCOMPLETE_STATE';
  /** The class of the entity. */
  readonly entity: string;
  /** What is missing. */
  readonly property: string;

  constructor(state: object, property: string) {
    const entity = state.constructor.name;
    super(`${entity}.${property} is missing. Set it, or load it, before the state is given to others.`);
    this.entity = entity;
    this.property = property;
  }
}

const knownKeys = Object.keys(stateDetails());

/** The details, complete, without the keys that only a newer server knows. It is no copy: what is set here is set there. */
export function knownDetails(details: StateDetails): StateDetails {
  // of a new state they may be as the caller wrote them
  Object.assign(details, { ...stateDetails(), ...details });
  if (Object.keys(details).every((key) => knownKeys.includes(key))) {
    return details;
  }
  const view = {};
  for (const key of knownKeys) {
    Object.defineProperty(view, key, {
      enumerable: true,
      get: () => details[key],
      set: (value: JsonValue) => {
        details[key] = value;
      },
    });
  }
  return view as StateDetails;
}

/** The name of a state that has none of its own: its type, as people write it. */
export function nameOf(type: StateType): string {
  return type.charAt(0) + type.slice(1).toLowerCase();
}

/** Whether Python takes a value for true: nothing that is empty or zero. */
export function isTruthy(value: JsonValue): boolean {
  return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);
}
