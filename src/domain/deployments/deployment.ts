import { Collection, type EagerProps, type Hidden, type Opt, quote, type Ref } from '@mikro-orm/core';
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
import {
  type ConcurrencyOptions,
  ConcurrencyOptionsType,
  type CreatedBy,
  CreatedByType,
  type DeploymentStatus,
  DeploymentStatusType,
  InstantType,
  JsonbType,
  type JsonObject,
  type UpdatedBy,
  UpdatedByType,
  UuidType,
} from '../types/index.ts';

/** A {@link Flow} made schedulable, unique by flow and name. */
@Entity()
@Index({ properties: ['created'] })
@Unique({ properties: ['flow', 'name'] })
export class Deployment extends Base {
  declare [EagerProps]?: 'workQueue' | 'globalConcurrencyLimit' | 'schedules';

  /** Unique among the deployments of its flow. */
  @Property()
  name!: string;

  /** As its author named it. */
  @Property()
  version: string | null = null;

  @Property({ type: 'text' })
  description: string | null = null;

  /** The name of the queue, kept beside the relation for older pollers. */
  @Index()
  @Property()
  workQueueName: string | null = null;

  /** Overrides for the job template of the work pool; {@link jobVariables} is another name for them. */
  @Property({ type: JsonbType, onCreate: () => ({}) })
  infraOverrides: Opt<Json<JsonObject>> = {};

  /** Where the code is, inside the storage or the image. */
  @Property()
  path: string | null = null;

  /** What to run there: `file:function`. */
  @Property()
  entrypoint: string | null = null;

  /** When a worker last asked for runs of this deployment. */
  @Property({ type: InstantType })
  lastPolled: Temporal.Instant | null = null;

  /** READY while a worker polls for its runs. */
  @Property({ type: DeploymentStatusType, onCreate: () => 'NOT_READY' })
  status: Opt<DeploymentStatus> = 'NOT_READY';

  /** Whether all schedules rest. */
  @Index()
  @Property({ onCreate: () => false })
  paused: Opt<boolean> = false;

  /** No longer used: the limit in force is the one at {@link globalConcurrencyLimit}. */
  @Property({ fieldName: 'concurrency_limit' })
  deprecatedConcurrencyLimit: number | null = null;

  /** What happens to a run that finds no free slot. */
  @Property({ type: ConcurrencyOptionsType })
  concurrencyOptions: Json<ConcurrencyOptions> | null = null;

  /** Free labels, in the order given; duplicates are kept. */
  @Property({ type: JsonbType, onCreate: () => [] })
  tags: Opt<string[]> = [];

  /** Key and value labels; null when none were given. */
  @Property({ type: JsonbType })
  labels: Json<JsonObject> | null = null;

  /** The arguments that runs get unless they bring their own. */
  @Property({ type: JsonbType, onCreate: () => ({}) })
  parameters: Opt<Json<JsonObject>> = {};

  /** How a worker gets the code, step by step; null where it is there already. */
  @Property({ type: JsonbType, onCreate: () => [] })
  pullSteps: Opt<Json<JsonObject[]>> | null = [];

  /** The JSON schema of the parameters. */
  @Property({ type: JsonbType, onCreate: () => ({}) })
  parameterOpenapiSchema: Opt<Json<JsonObject>> | null = {};

  /** Whether the parameters of a run are checked against the schema. */
  @Property({ onCreate: () => true })
  enforceParameterSchema: Opt<boolean> = true;

  /** Who or what made it; null when unknown. */
  @Property({ type: CreatedByType })
  createdBy: Json<CreatedBy> | null = null;

  /** Who or what changed it last; null when unknown. */
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

  /** Where its runs wait for a worker; null when they are run by other means. */
  @ManyToOne(() => WorkQueue, { deleteRule: 'set null', eager: true, strategy: 'select-in', index: true })
  workQueue: Ref<WorkQueue> | null = null;

  /** How many of its runs may be active at once; null for no limit. */
  @ManyToOne(() => ConcurrencyLimitV2, {
    deleteRule: 'set null',
    eager: true,
    strategy: 'select-in',
    fieldName: 'concurrency_limit_id',
    index: false,
  })
  globalConcurrencyLimit: Ref<ConcurrencyLimitV2> | null = null;

  /** The infrastructure of before the work pools. */
  @ManyToOne(() => BlockDocument, { deleteRule: 'cascade', index: false })
  infrastructureDocument: Ref<BlockDocument> | null = null;

  /** Where the code is stored, for deployments of before the pull steps. */
  @ManyToOne(() => BlockDocument, { deleteRule: 'cascade', index: false })
  storageDocument: Ref<BlockDocument> | null = null;

  /** The last written first. */
  @OneToMany(() => DeploymentSchedule, 'deployment', {
    eager: true,
    strategy: 'select-in',
    orderBy: { updated: 'desc' },
  })
  schedules = new Collection<DeploymentSchedule>(this);

  constructor(values: Init<Deployment>) {
    super();
    fill(this, values);
  }

  /** Another name for {@link infraOverrides}, in queries too. */
  get jobVariables(): Hidden<Opt<Json<JsonObject>>> {
    return this.infraOverrides;
  }

  // em.assign passes over what is mapped by its getter
  @Property({
    type: JsonbType,
    fieldName: 'infra_overrides',
    formula: (columns) => quote`${columns['infraOverrides' as never]}`,
    persist: false,
    hydrate: false,
    lazy: true,
    hidden: true,
  })
  set jobVariables(values: Json<JsonObject>) {
    this.infraOverrides = values;
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
