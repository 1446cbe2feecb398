import type { EntityManager } from '@mikro-orm/core';
import * as z from 'zod';
import { FlowRun, type JsonObject, newId, now, TaskRun } from '../../domain/index.ts';
import { uniqueUpsertColumns } from '../../orm-config/unique-upsert-columns.ts';
import { insertOnConflict } from '../../queries/insert-on-conflict.ts';
import { checked, type Given, inputOf } from '../input.ts';
import { rowValues } from '../row-values.ts';
import { inTransaction } from '../transaction.ts';
import { enterTaskRunStates } from '../transitions/enter-task-run-states.ts';
import { checkedProposal, type NewState } from '../transitions/new-state.ts';
import { taskRunFields } from './task-run-fields.ts';

const newTaskRun = inputOf({ ...taskRunFields, state: z.custom<NewState>().nullish() });

/** A task run that is to be there. */
export type NewTaskRun = z.input<typeof newTaskRun>;

type Values = Given<Omit<NewTaskRun, 'state'>>;

/**
 * Makes a task run with its first state, or finds the one that has these keys in this flow run: that stays as it is, with the state that
 * it has, whatever else the input says.
 *
 * Of two calls at once for a run in the background, which no unique key guards, PostgreSQL may make two, as in the reference.
 *
 * @throws {@link InvalidArgumentError} for an input that makes no sense; nothing is written
 * @throws ForeignKeyConstraintViolationException where there is no such flow run
 */
export async function createTaskRun(em: EntityManager, taskRun: NewTaskRun): Promise<TaskRun> {
  const { state, ...values } = checked('taskRun', newTaskRun, taskRun);
  const proposal = state == null ? null : checkedProposal('taskRun.state', state);
  return inTransaction(em, async (tx) => {
    const { id, isNew } = await insertTaskRun(tx, values);
    if (isNew && proposal) {
      await enterTaskRunStates(tx, [{ runId: id, proposal }]);
      await tx.flush();
    }
    return tx.findOneOrFail(TaskRun, id, { refresh: true });
  });
}

async function insertTaskRun(em: EntityManager, values: Values): Promise<{ id: string; isNew: boolean }> {
  const { flowRunId = null, name, id = newId() } = values;
  if (flowRunId === null) {
    // a null in the key meets no row
    const met = await idOfTaskRun(em, values);
    if (met !== null) {
      return { id: met, isNew: false };
    }
  }
  const labels = await labelsOfTaskRun(em, values);
  const row = rowValues(em, TaskRun, { ...values, id, labels, name: name || null, created: now() });
  const key = uniqueUpsertColumns.taskRunUniqueUpsertColumns;
  const isNew = (await insertOnConflict(em, TaskRun, row, key, 'nothing')) > 0;
  return { id: isNew ? id : (await idOfTaskRun(em, values))!, isNew };
}

/** The labels of a new task run: those of its flow run, then what it belongs to, then its own. */
async function labelsOfTaskRun(em: EntityManager, { flowRunId, labels }: Values): Promise<JsonObject> {
  if (flowRunId == null) {
    return { ...labels };
  }
  const options = { fields: ['labels'], populate: [], disableIdentityMap: true } as const;
  const flowRun = await em.findOne(FlowRun, flowRunId, options);
  return { ...flowRun?.labels, 'prefect.flow-run.id': flowRunId, ...labels };
}

async function idOfTaskRun(em: EntityManager, { flowRunId = null, taskKey, dynamicKey }: Values) {
  const where = { flowRun: flowRunId, taskKey, dynamicKey };
  const found = await em.findOne(TaskRun, where, { fields: ['id'], populate: [], disableIdentityMap: true });
  return found?.id ?? null;
}
