import type { EntityManager } from '@mikro-orm/core';
import { FlowRun, FlowRunState, TaskRun, TaskRunState } from '../../src/index.ts';

/** The runs that are there before; each unit sets states of them. Ids. */
export interface StandingRuns {
  readonly flowRun: string;
  readonly taskRun: string;
}

/** What the new runs of a unit are called. */
export function nameOf(unit: number): string {
  return `unit ${unit}`;
}

/** The messages of the states that a unit sets of each of its runs, in order. */
export function messagesOf(unit: number, states: number): string[] {
  return Array.from({ length: states }, (_, index) => `${unit}.${index + 1}`);
}

/** Sets states of the standing runs, and makes a flow run and a task run with as many. One flush is to write all of it, or nothing. */
export async function addUnit(
  em: EntityManager,
  standing: StandingRuns,
  unit: number,
  messages: readonly string[],
): Promise<void> {
  const flowRun = await em.findOneOrFail(FlowRun, standing.flowRun);
  const taskRun = await em.findOneOrFail(TaskRun, standing.taskRun);
  const newFlowRun = new FlowRun({ flow: flowRun.flow, name: nameOf(unit) });
  const newTaskRun = new TaskRun({ flowRun: newFlowRun, name: nameOf(unit), taskKey: nameOf(unit), dynamicKey: '0' });
  em.persist([newFlowRun, newTaskRun]);
  for (const message of messages) {
    const values = { type: 'RUNNING', name: nameOf(unit), message } as const;
    for (const run of [flowRun, newFlowRun]) {
      const state = new FlowRunState(values);
      run.setState(state);
      em.persist(state);
    }
    for (const run of [taskRun, newTaskRun]) {
      const state = new TaskRunState(values);
      run.setState(state);
      em.persist(state);
    }
  }
}
