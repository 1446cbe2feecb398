import { type EntityManager, type Ref, Reference } from '@mikro-orm/core';
import { FlowRun, FlowRunState, TaskRun, TaskRunState } from '../../domain/index.ts';
import { storedInstant } from '../arguments.ts';
import { InvalidArgumentError } from '../errors.ts';

/**
 * The state in which a run was at a moment: the newest entry of its history up to then, by timestamp. Null before the first one.
 *
 * The history decides, not the pointer: a state that was set with an older timestamp counts from that time on.
 *
 * @param run the run or a reference to it; it need not be loaded
 * @throws {@link InvalidArgumentError} for what is no run or no moment; nothing was sent
 */
export async function stateAsOf(
  em: EntityManager,
  run: FlowRun | Ref<FlowRun>,
  moment: Temporal.Instant,
): Promise<FlowRunState | null>;
export async function stateAsOf(
  em: EntityManager,
  run: TaskRun | Ref<TaskRun>,
  moment: Temporal.Instant,
): Promise<TaskRunState | null>;
export async function stateAsOf(
  em: EntityManager,
  given: FlowRun | TaskRun | Ref<FlowRun> | Ref<TaskRun>,
  moment: Temporal.Instant,
): Promise<FlowRunState | TaskRunState | null> {
  storedInstant('moment', moment, em.getPlatform());
  const run: unknown = Reference.unwrapReference(given);
  const upTo = { timestamp: { $lte: moment } };
  const newest = { orderBy: { timestamp: 'desc' } } as const;
  if (run instanceof FlowRun) {
    return em.findOne(FlowRunState, { flowRun: run.id, ...upTo }, newest);
  }
  if (run instanceof TaskRun) {
    return em.findOne(TaskRunState, { taskRun: run.id, ...upTo }, newest);
  }
  throw new InvalidArgumentError('run', 'is neither a flow run nor a task run.');
}
