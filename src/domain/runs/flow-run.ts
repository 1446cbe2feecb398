import { Collection, type EagerProps, type EventArgs, type Opt, type Ref } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, OneToMany, Property, Unique } from '@mikro-orm/decorators/es';
import { BlockDocument } from '../blocks/block-document.ts';
import { Flow } from './flow.ts';
import { FlowRunState } from './flow-run-state.ts';
import { TaskRun } from './task-run.ts';
import { WorkQueue } from '../work/work-queue.ts';
import { adoptState, currentState, historyUntil, pointAt, refusePointerData, stateOwnership } from './current-state.ts';
import { Run } from './run.ts';
import { Hook } from '../shared/hook.ts';
import { fill, type Init } from '../shared/init.ts';
import type { Json } from '../shared/json.ts';
import { idOf } from '../shared/relations.ts';
import {
  type CreatedBy,
  CreatedByType,
  flowRunPolicy,
  type FlowRunPolicy,
  FlowRunPolicyType,
  JsonbType,
  type JsonObject,
  UuidType,
} from '../types/index.ts';

/** One execution, or planned execution, of a {@link Flow}: owns its state history and points at the current entry. */
@Entity()
@Index({ properties: ['nextScheduledStartTime'], name: 'ix_flow_run__next_scheduled_start_time_asc' })
@Unique({ properties: ['flow', 'idempotencyKey'] })
export class FlowRun extends Run {
  declare [EagerProps]?: '_state' | 'workQueue';

  /** The deployment that made the run, without a foreign key: it may be gone. */
  @Index()
  @Property({ type: UuidType })
  deploymentId: string | null = null;

  /** The name of the queue, kept beside the relation for older pollers. */
  @Index()
  @Property()
  workQueueName: string | null = null;

  /** The version of the flow at the time of the run, as its author named it. */
  @Index()
  @Property()
  flowVersion: string | null = null;

  /** The version of the deployment when it made the run. */
  @Index()
  @Property()
  deploymentVersion: string | null = null;

  /** The arguments of the flow, by name. */
  @Property({ type: JsonbType, onCreate: () => ({}) })
  parameters: Opt<Json<JsonObject>> = {};

  /** Two runs of one flow may not share a key; absent keys never clash. */
  @Property()
  idempotencyKey: string | null = null;

  /** What the caller wanted to travel with the run. */
  @Property({ type: JsonbType, onCreate: () => ({}) })
  context: Opt<Json<JsonObject>> = {};

  /** How the run is retried, paused and resumed. */
  @Property({ type: FlowRunPolicyType, onCreate: () => flowRunPolicy() })
  empiricalPolicy: Opt<Json<FlowRunPolicy>> = flowRunPolicy();

  /** Free labels, in the order given; duplicates are kept. */
  @Property({ type: JsonbType, onCreate: () => [] })
  tags: Opt<string[]> = [];

  /** Key and value labels; null when none were given. */
  @Property({ type: JsonbType })
  labels: Json<JsonObject> | null = null;

  /** Who or what made the run; null when unknown. */
  @Property({ type: CreatedByType })
  createdBy: Json<CreatedBy> | null = null;

  /** What the infrastructure calls the running process; null until it is started. */
  @Property()
  infrastructurePid: string | null = null;

  /** Overrides for the job template of the work pool. */
  @Property({ type: JsonbType, onCreate: () => ({}) })
  jobVariables: Opt<Json<JsonObject>> | null = {};

  /** Whether the scheduler made the run. */
  @Property({ onCreate: () => false })
  autoScheduled: Opt<boolean> = false;

  @ManyToOne(() => Flow, { deleteRule: 'cascade', inversedBy: 'flowRuns', index: true })
  flow!: Ref<Flow>;

  /** The infrastructure of before the work pools. */
  @ManyToOne(() => BlockDocument, { deleteRule: 'cascade', index: true })
  infrastructureDocument: Ref<BlockDocument> | null = null;

  /** The task run that stands for this run in the flow run that called it; null for runs of their own. */
  @ManyToOne(() => TaskRun, { deleteRule: 'set null', inversedBy: 'subflowRuns', index: true })
  parentTaskRun: Ref<TaskRun> | null = null;

  /** The reference behind `state`, by which queries name it. The current entry of the history: what was set last, not what has the latest timestamp. Null before the first. */
  @ManyToOne(() => FlowRunState, {
    deleteRule: 'set null',
    eager: true,
    strategy: 'select-in',
    index: true,
    accessor: 'state',
    fieldName: 'state_id',
  })
  _state: Ref<FlowRunState> | null = null;

  /** Where the run waits for a worker; null when it is run by other means. */
  @ManyToOne(() => WorkQueue, { deleteRule: 'set null', eager: true, strategy: 'select-in', index: true })
  workQueue: Ref<WorkQueue> | null = null;

  /** Those of its own, without those of the flow runs that it called. */
  @OneToMany(() => TaskRun, 'flowRun')
  taskRuns = new Collection<TaskRun>(this);

  /** The state history, newest first. */
  @OneToMany(() => FlowRunState, 'flowRun', { orderBy: { timestamp: 'desc' } })
  states = new Collection<FlowRunState>(this);

  constructor(values: Init<FlowRun>) {
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
  get state(): FlowRunState | null {
    return currentState(this);
  }

  /** The same as {@link setState}. */
  set state(state: FlowRunState | Ref<FlowRunState> | null) {
    this.setState(state);
  }

  get flowId(): Opt<string> {
    return idOf(this, 'flow', this.flow);
  }

  get infrastructureDocumentId(): Opt<string> | null {
    return idOf(this, 'infrastructureDocument', this.infrastructureDocument);
  }

  get parentTaskRunId(): Opt<string> | null {
    return idOf(this, 'parentTaskRun', this.parentTaskRun);
  }

  get stateId(): Opt<string> | null {
    return idOf(this, 'state', this._state);
  }

  get workQueueId(): Opt<string> | null {
    return idOf(this, 'workQueue', this.workQueue);
  }

  /**
   * Points the run at `state`, and makes the state a part of its history, wherever it was before; null only clears the pointer. Nothing
   * else moves: not `stateType` and its like, no counter and no time. The caller flushes.
   */
  setState(state: FlowRunState | Ref<FlowRunState> | null): void {
    pointAt<FlowRunState>(this, state, 'flowRun');
  }

  /** Gives the current state this run, where the pointer was set by other means than {@link setState}. A flush does so by itself. */
  ownState(): void {
    adoptState<FlowRunState>(this, 'flowRun');
  }

  /**
   * The history as it was at a moment, newest first.
   *
   * @throws NotLoadedError where `states` is not loaded
   */
  statesUntil(moment: Temporal.Instant): FlowRunState[] {
    return historyUntil(this, this.states, moment);
  }

  @Hook('onInit')
  protected watchState({ em }: EventArgs<FlowRun>): void {
    em.getEventManager().registerSubscriber(stateOwnership);
  }
}
