import { Collection, type EagerProps, type EventArgs, type Opt, type Ref } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, OneToMany, Property, Unique } from '@mikro-orm/decorators/es';
import { FlowRun } from './flow-run.ts';
import { TaskRunState } from './task-run-state.ts';
import {
  adoptState,
  currentState,
  historyUntil,
  missingStateId,
  pointAt,
  refusePointerData,
  rememberPointer,
  stateOwnership,
} from './current-state.ts';
import { Run } from './run.ts';
import { Hook } from '../shared/hook.ts';
import { fill, type Init } from '../shared/init.ts';
import type { Json } from '../shared/json.ts';
import { idOf } from '../shared/relations.ts';
import {
  taskRunPolicy,
  InstantType,
  JsonbType,
  type JsonObject,
  type TaskInputs,
  TaskInputsType,
  type TaskRunPolicy,
  TaskRunPolicyType,
} from '../types/index.ts';

/** One execution of a task. Without a flow run it ran in the background; a sub-flow has one in its parent that stands for it. */
@Entity()
@Index({ properties: ['nextScheduledStartTime'], name: 'ix_task_run__next_scheduled_start_time_asc' })
@Index({ properties: ['stateType', 'startTime'] })
@Unique({ properties: ['flowRun', 'taskKey', 'dynamicKey'] })
export class TaskRun extends Run {
  declare [EagerProps]?: '_state';

  /** Which task of the flow this is. */
  @Property()
  taskKey!: string;

  /** Tells the executions of one task within a flow run apart. */
  @Property()
  dynamicKey!: string;

  /** Under which key the result is cached; null when it is not. */
  @Property()
  cacheKey: string | null = null;

  /** When the cached result is no longer good; null for never. */
  @Property({ type: InstantType })
  cacheExpiration: Temporal.Instant | null = null;

  /** The version of the task, as its author named it. */
  @Property()
  taskVersion: string | null = null;

  /** The run count of the flow run when this task last started. */
  @Property({ onCreate: () => 0 })
  flowRunRunCount: Opt<number> = 0;

  /** How the run is retried. */
  @Property({ type: TaskRunPolicyType, onCreate: () => taskRunPolicy() })
  empiricalPolicy: Opt<Json<TaskRunPolicy>> = taskRunPolicy();

  /** Where each argument comes from: other runs, parameters or constants, by name. */
  @Property({ type: TaskInputsType, onCreate: () => ({}) })
  taskInputs: Opt<Json<TaskInputs>> = {};

  /** Free labels, in the order given; duplicates are kept. */
  @Property({ type: JsonbType, onCreate: () => [] })
  tags: Opt<string[]> = [];

  /** Key and value labels; null when none were given. */
  @Property({ type: JsonbType })
  labels: Json<JsonObject> | null = null;

  /** The flow run that it is part of; null in the background. */
  @ManyToOne(() => FlowRun, { deleteRule: 'cascade', inversedBy: 'taskRuns', index: true })
  flowRun: Ref<FlowRun> | null = null;

  /** The reference behind `state`, by which queries name it. The current entry of the history: what was set last, not what has the latest timestamp. No foreign key: it may be gone. */
  @ManyToOne(() => TaskRunState, {
    createForeignKeyConstraint: false,
    eager: true,
    strategy: 'select-in',
    index: true,
    accessor: 'state',
    fieldName: 'state_id',
  })
  _state: Ref<TaskRunState> | null = null;

  /** The flow run that this task run stands for in its parent: one at most in practice, none for an ordinary task. */
  @OneToMany(() => FlowRun, 'parentTaskRun')
  subflowRuns = new Collection<FlowRun>(this);

  /** The state history, newest first. */
  @OneToMany(() => TaskRunState, 'taskRun', { orderBy: { timestamp: 'desc' } })
  states = new Collection<TaskRunState>(this);

  constructor(values: Init<TaskRun>) {
    super();
    refusePointerData(this, values);
    fill(this, values);
    this.ownState();
  }

  /**
   * The current entry of the history: what was set last, not what has the latest timestamp. Null before the first.
   *
   * @throws NotLoadedError where it is not loaded
   */
  get state(): TaskRunState | null {
    return currentState(this);
  }

  /** The same as {@link setState}. */
  set state(state: TaskRunState | Ref<TaskRunState> | null) {
    this.setState(state);
  }

  get flowRunId(): Opt<string> | null {
    return idOf(this, 'flowRun', this.flowRun);
  }

  get stateId(): Opt<string> | null {
    return missingStateId(this) ?? idOf(this, 'state', this._state);
  }

  /**
   * Points the run at `state`, and makes the state a part of its history, wherever it was before; null only clears the pointer. Nothing
   * else moves: not `stateType` and its like, no counter and no time. The caller flushes.
   */
  setState(state: TaskRunState | Ref<TaskRunState> | null): void {
    pointAt<TaskRunState>(this, state, 'taskRun');
  }

  /** Gives the current state this run, where the pointer was set by other means than {@link setState}. A flush does so by itself. */
  ownState(): void {
    adoptState<TaskRunState>(this, 'taskRun');
  }

  /** Whether the run points at a state whose row is gone. Found out when the run is loaded; `state` is null then, `stateId` is not. */
  get isStateMissing(): Opt<boolean> {
    return missingStateId(this) !== null;
  }

  /**
   * The history as it was at a moment, newest first.
   *
   * @throws NotLoadedError where `states` is not loaded
   */
  statesUntil(moment: Temporal.Instant): TaskRunState[] {
    return historyUntil(this, this.states, moment);
  }

  @Hook('onInit')
  protected watchState({ em }: EventArgs<TaskRun>): void {
    rememberPointer(this);
    em.getEventManager().registerSubscriber(stateOwnership);
  }
}
