import { type EntityManager, LockMode } from '@mikro-orm/core';
import { now, stateDetails } from '../../domain/index.ts';
import { keepBooks } from './bookkeeping.ts';
import { inChunks } from '../chunks.ts';
import type { FreeMoments } from './free-moments.ts';
import { readHistories } from './histories.ts';
import type { Initial } from './initial.ts';
import type { Proposal } from './new-state.ts';
import { resultOf } from './result.ts';
import type { AnyRun, AnyState, RunKind } from './run-kind.ts';
import type { Transition } from './transition.ts';

/** A state that is proposed for a run. */
export interface Proposed {
  readonly runId: string;
  readonly proposal: Proposal;
}

/** A transition with what it began with. */
export interface Step<Run extends AnyRun, State extends AnyState> {
  readonly transition: Transition<Run, State>;
  readonly initial: Initial | null;
  /** Whether the state of the transition is a new one. */
  readonly hasEntered: boolean;
}

/**
 * Lets runs enter states, one after the other; a run may come several times. The runs are locked, in the order of their ids, so that
 * two that do this at once never wait for each other in a circle. The states are written by the next flush.
 */
export async function enterStates<Run extends AnyRun, State extends AnyState>(
  em: EntityManager,
  kind: RunKind<Run, State>,
  proposed: readonly Proposed[],
): Promise<Step<Run, State>[]> {
  const runs = await lockRuns(em, kind, proposed);
  // not before: who has waited for a run comes after the one that had it
  const moment = now();
  const wanted = proposed.flatMap(({ proposal }) => proposal.timestamp ?? []);
  const { current, moments } = await readHistories(em, kind, [...runs.values()], [moment, ...wanted]);
  await loadResults(em, kind, runs, current, proposed);
  return proposed.map(({ runId, proposal }) => {
    const run = runs.get(runId)!;
    const initial = current.get(runId) ?? null;
    const rejection = kind.rejectionOf(run, initial, proposal);
    const verdict = { status: rejection ? 'REJECT' : 'ACCEPT', reason: rejection?.reason ?? null, run } as const;
    if (rejection?.instead === null) {
      // for the sake of its result, so it is loaded
      const state = initial as State;
      return { transition: { ...verdict, state, data: state.data }, initial, hasEntered: false };
    }
    const entered = enter(kind, run, initial, rejection?.instead ?? proposal, moments, moment);
    current.set(runId, entered.state);
    return { transition: { ...verdict, ...entered }, initial, hasEntered: true };
  });
}

/** @throws the error of the kind where there is no such run */
async function lockRuns<Run extends AnyRun>(
  em: EntityManager,
  kind: RunKind<Run, AnyState>,
  proposed: readonly Proposed[],
): Promise<Map<string, Run>> {
  const runs = new Map<string, Run>();
  for (const ids of inChunks([...new Set(proposed.map(({ runId }) => runId))].toSorted())) {
    const found = await em.find<AnyRun>(
      kind.runClass,
      { id: { $in: ids } },
      { orderBy: { id: 'asc' }, populate: false, lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    );
    found.forEach((run) => runs.set(run.id, run as Run));
  }
  const missing = proposed.find(({ runId }) => !runs.has(runId));
  if (missing) {
    throw kind.notFound(missing.runId);
  }
  return runs;
}

/** Loads the states whose results a rule asks for: those of completed runs that are to be completed again. */
async function loadResults(
  em: EntityManager,
  kind: RunKind<AnyRun, AnyState>,
  runs: ReadonlyMap<string, AnyRun>,
  current: Map<string, Initial>,
  proposed: readonly Proposed[],
): Promise<void> {
  const again = proposed.filter(
    ({ runId, proposal }) => proposal.type === 'COMPLETED' && current.get(runId)?.type === 'COMPLETED',
  );
  for (const some of inChunks(again)) {
    const ids = some.flatMap(({ runId }) => runs.get(runId)?.stateId ?? []);
    const states = await em.find<AnyState>(
      kind.stateClass,
      { id: { $in: ids } },
      { populate: ['resultArtifact'] as never },
    );
    const byId = new Map(states.map((state) => [state.id, state]));
    some.forEach(({ runId }) => current.set(runId, byId.get(runs.get(runId)!.stateId!)!));
  }
}

function enter<Run extends AnyRun, State extends AnyState>(
  kind: RunKind<Run, State>,
  run: Run,
  initial: Initial | null,
  { id, type, name, message, data: proposedData, details, timestamp }: Proposal,
  moments: FreeMoments,
  moment: Temporal.Instant,
): Pick<Transition<Run, State>, 'state' | 'data'> {
  const { data, artifact } = resultOf(proposedData, kind.ownerOf(run));
  const state = kind.newState({
    id,
    type,
    name,
    message,
    timestamp: moments.take(run.id, timestamp ?? moment),
    stateDetails: stateDetails({ ...details, ...kind.ownDetails(run) }),
    resultArtifact: artifact,
  });
  if (type === 'SCHEDULED') {
    state.stateDetails.scheduled_time ??= moment.toString();
  }
  keepBooks(run, initial, state);
  kind.count(run, state);
  run.setState(state as never);
  return { state, data };
}
