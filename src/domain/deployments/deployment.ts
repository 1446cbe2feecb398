import { Collection, type EagerProps, type Opt, type Ref } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, OneToMany, Property, Unique } from '@mikro-orm/decorators/es';
import { BlockDocument } from '../blocks/block-document.ts';
import { ConcurrencyLimitV2 } from '../concurrency/concurrency-limit-v2.ts';
import { DeploymentSchedule } from './deployment-schedule.ts';
import { Flow } from '../runs/flow.ts';
import { WorkQueue } from '../work/work-queue.ts';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import type { Json } from '../shared/json.ts';
import { idOf } from '../shared/relations.ts';
import { type ConcurrencyOptions, ConcurrencyOptionsType, type CreatedBy, CreatedByType, type DeploymentStatus, DeploymentStatusType, InstantType, JsonbType, type JsonObject, type UpdatedBy, UpdatedByType, UuidType } from '../types/index.ts';

/** A {@link Flow} made schedulable, unique by flow and name. */
@Entity()
@Unique({ properties: ['flow', 'name'] })
export class Deployment extends Base {
  declare [EagerProps]?: 'workQueue' | 'globalConcurrencyLimit' | 'schedules';

  @Property()
  name!: string;

  @Property()
  version: string | null = null;

  @Property({ type: 'text' })
  description: string | null = null;

  @Index()
  @Property()
  workQueueName: string | null = null;

  /** Overrides for the job template of the work pool; the reference also calls them job variables. */
  @Property({ type: JsonbType, onCreate: () => ({}) })
  infraOverrides: Opt<Json<JsonObject>> = {};

  @Property()
  path: string | null = null;

  @Property()
  entrypoint: string | null = null;

  /** When a worker last asked for runs of this deployment. */
  @Property({ type: InstantType })
  lastPolled: Temporal.Instant | null = null;

  @Property({ type: DeploymentStatusType, onCreate: () => 'NOT_READY' })
  status: Opt<DeploymentStatus> = 'NOT_READY';

  /** Whether all schedules rest. */
  @Index()
  @Property({ onCreate: () => false })
  paused: Opt<boolean> = false;

  /** No longer used: the limit in force is the one at {@link globalConcurrencyLimit}. */
  @Property({ fieldName: 'concurrency_limit' })
  deprecatedConcurrencyLimit: number | null = null;

  @Property({ type: ConcurrencyOptionsType })
  concurrencyOptions: Json<ConcurrencyOptions> | null = null;

  /** Free labels, in the order given; duplicates are kept. */
  @Property({ type: JsonbType, onCreate: () => [] })
  tags: Opt<string[]> = [];

  /** Key and value labels; null when none were given. */
  @Property({ type: JsonbType })
  labels: Json<JsonObject> | null = null;

  @Property({ type: JsonbType, onCreate: () => ({}) })
  parameters: Opt<Json<JsonObject>> = {};

  @Property({ type: JsonbType, onCreate: () => [] })
  pullSteps: Opt<Json<JsonObject[]>> | null = [];

  @Property({ type: JsonbType, onCreate: () => ({}) })
  parameterOpenapiSchema: Opt<Json<JsonObject>> | null = {};

  /** Whether the parameters of a run are checked against the schema. */
  @Property({ onCreate: () => true })
  enforceParameterSchema: Opt<boolean> = true;

  @Property({ type: CreatedByType })
  createdBy: Json<CreatedBy> | null = null;

  @Property({ type: UpdatedByType })
  updatedBy: Json<UpdatedBy> | null = null;

  /**
   * Known to the migrations only: the server neither maps nor fills it.
   *
   * @internal
   */
  @Index()
  @Property({ type: UuidType })
  versionId: string | null = null;

  @ManyToOne(() => Flow, { deleteRule: 'cascade', inversedBy: 'deployments', index: true })
  flow!: Ref<Flow>;

  @ManyToOne(() => WorkQueue, { deleteRule: 'set null', eager: true, strategy: 'select-in', index: true })
  workQueue: Ref<WorkQueue> | null = null;

  @ManyToOne(() => ConcurrencyLimitV2, { deleteRule: 'set null', eager: true, strategy: 'select-in', fieldName: 'concurrency_limit_id', index: false })
  globalConcurrencyLimit: Ref<ConcurrencyLimitV2> | null = null;

  @ManyToOne(() => BlockDocument, { deleteRule: 'cascade', index: false })
  infrastructureDocument: Ref<BlockDocument> | null = null;

  @ManyToOne(() => BlockDocument, { deleteRule: 'cascade', index: false })
  storageDocument: Ref<BlockDocument> | null = null;

  @OneToMany(() => DeploymentSchedule, 'deployment', { eager: true, strategy: 'select-in', orderBy: { updated: 'desc' } })
  schedules = new Collection<DeploymentSchedule>(this);

  constructor(values: Init<Deployment>) {
    super();
    fill(this, values);
  }

  get flowId(): Opt<string> {
    return idOf(this, 'flow', this.flow);
  }

  get workQueueId(): Opt<string> | null {
    return idOf(this, 'workQueue', this.workQueue);
  }

  get concurrencyLimitId(): Opt<string> | null {
    return idOf(this, 'globalConcurrencyLimit', this.globalConcurrencyLimit);
  }

  get infrastructureDocumentId(): Opt<string> | null {
    return idOf(this, 'infrastructureDocument', this.infrastructureDocument);
  }

  get storageDocumentId(): Opt<string> | null {
    return idOf(this, 'storageDocument', this.storageDocument);
  }
}
