import { expect } from 'chai';
import type { FlowRun, FlowRunState, TaskRun, TaskRunState } from '../src/index.ts';

type AnyRun = FlowRun | TaskRun;
type AnyState = FlowRunState | TaskRunState;

/** The states of a run, in the order in which it entered them. */
export function historyOf(run: AnyRun): AnyState[] {
  return run.states.getItems().toReversed();
}

/**
 * Looks whether a history holds what was set: all of it, once, in the order in which each member set it.
 *
 * @param numbers the numbers of the states that each member has set of the run, by its name
 */
export function checkWhole(run: AnyRun, numbers: ReadonlyMap<string, readonly number[]>): void {
  const stored = Map.groupBy(historyOf(run), ({ name }) => name);
  const set = [...numbers].filter(([, own]) => own.length > 0);
  expect([...stored.keys()], `who set states of ${run.id}`).to.have.members(set.map(([name]) => name));
  for (const [name, own] of set) {
    const messages = stored.get(name)!.map(({ message }) => message);
    expect(messages.join(' '), `${name} on ${run.id}`).to.equal(own.join(' '));
  }
}

/** Looks whether a run is where its history says: at the last state, and with the counts and times that follow from all of them. */
export function checkBooks(run: AnyRun): void {
  const history = historyOf(run);
  const last = history.at(-1)!;
  const told = {
    state: run.stateId,
    type: run.stateType,
    name: run.stateName,
    timestamp: String(run.stateTimestamp),
    runCount: run.runCount,
    totalRunTime: run.totalRunTime.total('microseconds'),
    startTime: String(run.startTime),
    endTime: String(run.endTime),
    nextScheduledStartTime: String(run.nextScheduledStartTime),
  };
  const running = history.filter(({ type }) => type === 'RUNNING');
  const started = history.find(({ type }) => type === 'RUNNING' || type === 'FAILED');
  expect(told, `run ${run.id}`).to.deep.equal({
    state: last.id,
    type: last.type,
    name: last.name,
    timestamp: String(last.timestamp),
    runCount: running.length,
    totalRunTime: timeSpent(history),
    startTime: String(started?.timestamp ?? null),
    endTime: String(last.type === 'FAILED' ? beginOfEnd(history).timestamp : null),
    nextScheduledStartTime: String(
      last.type === 'SCHEDULED' ? Temporal.Instant.from(last.stateDetails.scheduled_time!) : null,
    ),
  });
}

/** In RUNNING states, up to the next state; in microseconds. */
function timeSpent(history: readonly AnyState[]): number {
  return history.reduce((sum, { type, timestamp }, index) => {
    const next = history[index + 1];
    return type === 'RUNNING' && next ? sum + next.timestamp.since(timestamp).total('microseconds') : sum;
  }, 0);
}

/** The first of the terminal states that a history ends with. */
function beginOfEnd(history: readonly AnyState[]): AnyState {
  return history[history.findLastIndex(({ type }) => type !== 'FAILED') + 1]!;
}
