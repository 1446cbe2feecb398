import {
  type Collection,
  type EntityManager,
  type EventSubscriber,
  type FlushEventArgs,
  helper,
  ref,
  Reference,
  type Ref,
  Utils,
} from '@mikro-orm/core';
import { PrefectOrmError } from '../shared/errors.ts';
import { NotLoadedError } from '../shared/relations.ts';

/** A run as far as its current state goes. The pointer is undefined where a find left it out. */
interface PointsAtState<State extends object> {
  _state: Ref<State> | null | undefined;
}

/** A run that is given states. */
interface GathersStates<State extends object> extends PointsAtState<State> {
  states: Collection<State> | undefined;
}

/** What stands behind a pointer: null without a state, or where the row is gone. */
export function currentState<State extends object>(run: PointsAtState<State>): State | null {
  const pointer = run._state;
  if (pointer === null) {
    return null;
  }
  if (pointer?.isInitialized() !== true) {
    throw new NotLoadedError(run, 'state');
  }
  return pointer.unwrap() as State;
}

/** Points a run at a state. The state becomes a part of its history under `owner`, wherever it was before. */
export function pointAt<State extends object>(
  run: GathersStates<State>,
  state: State | Ref<State> | null,
  owner: keyof State,
): void {
  forgetMissing(run);
  const target = state === null ? null : Reference.unwrapReference(state);
  run._state = target && ref(target);
  adoptState(run, owner);
}

function managerOf(run: object): EntityManager | undefined {
  return (helper(run) as { __em?: EntityManager } | undefined)?.__em;
}

function isNew(entity: object): boolean {
  return !helper(entity).__managed && managerOf(entity) === undefined;
}

/** Gives the state that a run points at the run itself, unless it has it. */
export function adoptState<State extends object>(run: GathersStates<State>, owner: keyof State): void {
  const state = run._state && Reference.unwrapReference(run._state);
  if (state && Reference.unwrapReference(state[owner] ?? {}) !== run) {
    state[owner] = ref(run) as State[keyof State];
  }
  if (state && isNew(state)) {
    keep(run, state);
  }
}

/** Leads the flush to a new state also when the pointer has moved on. */
function keep<State extends object>(run: GathersStates<State>, state: State): void {
  const manager = managerOf(run);
  if (manager) {
    manager.persist(state);
  } else {
    // a new run, which goes in with its history
    run.states?.add(state);
  }
}

// MikroORM takes a pointer that leads nowhere for null; what the row holds is known only before it follows the pointer
const storedPointers = new WeakMap<object, string>();

/** Keeps what the row of a run that is being loaded points at. */
export function rememberPointer(run: PointsAtState<{ id: string }>): void {
  const id = run._state && Reference.unwrapReference(run._state).id;
  if (id && snapshotOf(run)) {
    storedPointers.set(run, id);
  } else {
    storedPointers.delete(run);
  }
}

/** The id of the state that the row of a run points at, and that was not there when the run was loaded; else null. */
export function missingStateId(run: { _state: unknown }): string | null {
  const isNull = run._state === null && snapshotOf(run)?._state === null;
  return isNull ? (storedPointers.get(run) ?? null) : null;
}

function forgetMissing(run: { _state: unknown }): void {
  const missing = missingStateId(run);
  storedPointers.delete(run);
  if (missing !== null) {
    // as it is in the database, or a flush would see no change in null
    snapshotOf(run)!._state = missing;
  }
}

function snapshotOf(run: object): { _state?: unknown } | undefined {
  return (helper(run) as { __originalEntityData?: object } | undefined)?.__originalEntityData;
}

/** The entries of a history up to a moment, newest first. */
export function historyUntil<State extends { timestamp: Temporal.Instant }>(
  run: object,
  states: Collection<State> | undefined,
  moment: Temporal.Instant,
): State[] {
  if (states?.isInitialized() !== true) {
    throw new NotLoadedError(run, 'states');
  }
  return states
    .getItems()
    .filter(({ timestamp }) => Temporal.Instant.compare(timestamp, moment) <= 0)
    .toSorted((a, b) => Temporal.Instant.compare(b.timestamp, a.timestamp));
}

/** The reference behind `state` was given an id or data, which `em.create` takes by the name of `state` only. */
export class PointerNameError extends PrefectOrmError {
  readonly code = 'POINTER_NAME';

  constructor(run: object) {
    super(`${run.constructor.name}._state takes a state or a reference to one. Give an id, or data, as state.`);
  }
}

/** @throws {@link PointerNameError} where MikroORM would leave the pointer out without a word */
export function refusePointerData(run: object, { _state: pointer }: { _state?: unknown }): void {
  if (pointer != null && !Utils.isEntity(pointer, true)) {
    throw new PointerNameError(run);
  }
}

interface OwnsStates {
  /** Does what setting the state would have done, where the pointer came in another way. */
  ownState(): void;
}

/** Finds the pointers that were set past the setter, as `em.assign` does with a relation, before a flush looks at the entities. */
class StateOwnership implements EventSubscriber {
  beforeFlush({ uow }: FlushEventArgs): void {
    for (const entity of [...uow.getIdentityMap().values(), ...uow.getPersistStack()]) {
      const run = entity as Partial<OwnsStates & PointsAtState<object>>;
      if (run._state && 'ownState' in run && hasMoved(run)) {
        run.ownState?.();
      }
    }
  }
}

export const stateOwnership = new StateOwnership();

/** Whether the pointer is not the one that was loaded: a state that has gone over to another run since stays there. */
function hasMoved(run: Partial<PointsAtState<object>>): boolean {
  return snapshotOf(run)?._state !== (run._state as { id?: unknown }).id;
}
