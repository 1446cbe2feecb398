import type { EntityManager } from '@mikro-orm/core';
import { expect } from 'chai';
import { FlowRun, FlowRunState, TaskRun, TaskRunState } from '../../src/index.ts';
import { messagesOf, nameOf, type StandingRuns } from './unit-of-work.ts';

type AnyRun = FlowRun | TaskRun;

/** All runs of a database, with their histories. */
export async function readRuns(em: EntityManager): Promise<AnyRun[]> {
  const flowRuns = await em.find(FlowRun, {}, { populate: ['states'] });
  const taskRuns = await em.find(TaskRun, {}, { populate: ['states'] });
  return [...flowRuns, ...taskRuns];
}

/**
 * Looks whether the runs are as the units have left them: each history complete, nothing beside them, each pointer at the state set last.
 *
 * @throws where they are not
 */
export async function checkRuns(
  em: EntityManager,
  runs: readonly AnyRun[],
  standing: StandingRuns,
  units: readonly number[],
  states: number,
): Promise<void> {
  const messages = units.flatMap((unit) => messagesOf(unit, states));
  const made = units.flatMap((unit) => ['FlowRun', 'TaskRun'].map((kind) => `${kind} ${nameOf(unit)}`));
  const [old, recent] = [runs.filter(isStanding), runs.filter((run) => !isStanding(run))];
  expect(recent.map((run) => `${run.constructor.name} ${run.name}`)).to.have.members(made);
  expect(old).to.have.length(2);
  old.forEach((run) => checkHistory(run, messages));
  for (const unit of units) {
    recent.filter(({ name }) => name === nameOf(unit)).forEach((run) => checkHistory(run, messagesOf(unit, states)));
  }
  const stored = [await em.count(FlowRunState), await em.count(TaskRunState)];
  expect(stored, 'states of each kind').to.deep.equal([2 * messages.length, 2 * messages.length]);

  function isStanding({ id }: AnyRun): boolean {
    return id === standing.flowRun || id === standing.taskRun;
  }
}

function checkHistory(run: AnyRun, messages: readonly string[]): void {
  const what = `${run.constructor.name} ${run.name}`;
  const oldestFirst = run.states.getItems().toReversed();
  expect(oldestFirst.map(({ message }) => message).join(' '), what).to.equal(messages.join(' '));
  expect(run.stateId, `the pointer of ${what}`).to.equal(oldestFirst.at(-1)?.id ?? null);
}
