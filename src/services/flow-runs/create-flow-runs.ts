import type { EntityManager } from '@mikro-orm/core';
import * as z from 'zod';
import { FlowRun } from '../../domain/index.ts';
import { inChunks } from '../chunks.ts';
import { checked } from '../input.ts';
import { inTransaction } from '../transaction.ts';
import { enterFlowRunStates } from '../transitions/enter-flow-run-states.ts';
import { checkedProposal } from '../transitions/new-state.ts';
import { type CheckedFlowRun, type NewFlowRun, newFlowRun } from './flow-run-fields.ts';
import { insertFlowRuns } from './insert-flow-runs.ts';

const newFlowRuns = z.array(newFlowRun, { error: 'is not a list of flow runs.' });

/**
 * Makes a flow run with its first state, or finds the one that has this idempotency key in this flow: that stays as it is, with the state
 * that it has, whatever else the input says.
 *
 * @throws {@link InvalidArgumentError} for an input that makes no sense; nothing is written
 * @throws ForeignKeyConstraintViolationException where there is no such flow
 */
export async function createFlowRun(em: EntityManager, flowRun: NewFlowRun): Promise<FlowRun> {
  const planned = plan('flowRun', checked('flowRun', newFlowRun, flowRun));
  const [created] = await createPlanned(em, [planned]);
  return created!;
}

/**
 * Makes flow runs as {@link createFlowRun} does, all of them or none, in a few statements however many they are.
 *
 * @returns the flow runs in the order given
 */
export async function createFlowRuns(em: EntityManager, flowRuns: readonly NewFlowRun[]): Promise<FlowRun[]> {
  const given = checked('flowRuns', newFlowRuns, flowRuns);
  return createPlanned(
    em,
    given.map((flowRun, index) => plan(`flowRuns[${index}]`, flowRun)),
  );
}

function plan(parameter: string, { state, ...values }: CheckedFlowRun) {
  return { values, proposal: state == null ? null : checkedProposal(`${parameter}.state`, state) };
}

async function createPlanned(em: EntityManager, planned: readonly ReturnType<typeof plan>[]): Promise<FlowRun[]> {
  return inTransaction(em, async (tx) => {
    const inserted = await insertFlowRuns(
      tx,
      planned.map(({ values }) => values),
    );
    const proposed = inserted.flatMap(({ id, isNew }, index) => {
      const { proposal } = planned[index]!;
      return isNew && proposal ? [{ runId: id, proposal }] : [];
    });
    await enterFlowRunStates(tx, proposed);
    await tx.flush();
    return readAll(
      tx,
      inserted.map(({ id }) => id),
    );
  });
}

async function readAll(em: EntityManager, ids: readonly string[]): Promise<FlowRun[]> {
  const flowRuns = new Map<string, FlowRun>();
  for (const some of inChunks([...new Set(ids)])) {
    const found = await em.find(FlowRun, { id: { $in: some } }, { refresh: true });
    found.forEach((flowRun) => flowRuns.set(flowRun.id, flowRun));
  }
  return ids.map((id) => flowRuns.get(id)!);
}
