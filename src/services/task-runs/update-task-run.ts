import type { EntityManager } from '@mikro-orm/core';
import type * as z from 'zod';
import { TaskRun } from '../../domain/index.ts';
import { generateSlug } from '../../domain/shared/slug.ts';
import { id as validId } from '../../queries/arguments.ts';
import { checked, inputOf } from '../input.ts';
import { inTransaction } from '../transaction.ts';
import { updateRow } from '../update-row.ts';
import { taskRunFields } from './task-run-fields.ts';

const taskRunChanges = inputOf({ name: taskRunFields.name });

/** What of a task run may change but by its states. An empty name becomes a random pair of words. */
export type TaskRunChanges = z.input<typeof taskRunChanges>;

/**
 * Changes a task run.
 *
 * @returns null where there is none
 * @throws {@link InvalidArgumentError} for an input that makes no sense; nothing is written
 */
export async function updateTaskRun(em: EntityManager, id: string, changes: TaskRunChanges): Promise<TaskRun | null> {
  const taskRunId = validId('id', id);
  const values = checked('changes', taskRunChanges, changes);
  const named = 'name' in values ? { name: values.name || generateSlug() } : {};
  return inTransaction(em, (tx) => updateRow(tx, TaskRun, { id: taskRunId }, named));
}
