import type { Opt, Ref } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/es';
import { WorkQueue } from './work-queue.ts';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import type { Json } from '../shared/json.ts';
import { idOf } from '../shared/relations.ts';
import {
  storageConfiguration,
  InstantType,
  JsonbType,
  type JsonObject,
  type StorageConfiguration,
  StorageConfigurationType,
  UuidType,
  type WorkPoolStatus,
  WorkPoolStatusType,
} from '../types/index.ts';

/** A kind of infrastructure that runs are sent to, with the template of its jobs. */
@Entity()
export class WorkPool extends Base {
  @Unique()
  @Property()
  name!: string;

  @Property()
  description: string | null = null;

  /** The kind of infrastructure: `process`, `docker`, `kubernetes`, …. */
  @Index()
  @Property()
  type!: string;

  /** What a job is made of, and the JSON schema of what runs may vary in it. */
  @Property({ type: JsonbType, onCreate: () => ({}) })
  baseJobTemplate: Opt<Json<JsonObject>> = {};

  /** Whether no run is handed out. */
  @Property({ onCreate: () => false })
  isPaused: Opt<boolean> = false;

  /** How many runs may be active at once; null for no limit. */
  @Property()
  concurrencyLimit: number | null = null;

  /** READY while a worker is online; the server moves it. */
  @Property({ type: WorkPoolStatusType, onCreate: () => 'NOT_READY' })
  status: Opt<WorkPoolStatus> = 'NOT_READY';

  /** When the status moved last; null while it never has. */
  @Property({ type: InstantType })
  lastTransitionedStatusAt: Temporal.Instant | null = null;

  /** The event that told of the last change of status; no foreign key. */
  @Property({ type: UuidType })
  lastStatusEventId: string | null = null;

  /** Where bundles of code and results are kept. */
  @Property({ type: StorageConfigurationType, onCreate: () => storageConfiguration() })
  storageConfiguration: Opt<Json<StorageConfiguration>> = storageConfiguration();

  /** The queue that runs go to when none is named; it cannot be deleted while the pool points at it. */
  @ManyToOne(() => WorkQueue, { deleteRule: 'restrict', index: false })
  defaultQueue: Ref<WorkQueue> | null = null;

  constructor(values: Init<WorkPool>) {
    super();
    fill(this, values);
  }

  get defaultQueueId(): Opt<string> | null {
    return idOf(this, 'defaultQueue', this.defaultQueue);
  }
}
