import type { EagerProps, Opt, Ref } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/es';
import { WorkPool } from './work-pool.ts';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import type { Json } from '../shared/json.ts';
import { idOf } from '../shared/relations.ts';
import {
  InstantType,
  type QueueFilter,
  QueueFilterType,
  type WorkQueueStatus,
  WorkQueueStatusType,
} from '../types/index.ts';

/** A queue of a {@link WorkPool}, served in order of priority. */
@Entity()
@Index({ properties: ['workPool', 'priority'] })
@Unique({ properties: ['workPool', 'name'] })
export class WorkQueue extends Base {
  declare [EagerProps]?: 'workPool';

  /** Unique in its pool. */
  @Property()
  name!: string;

  /** Which runs an old queue took, by tag and deployment; null on queues of a pool. */
  @Property({ type: QueueFilterType })
  filter: Json<QueueFilter> | null = null;

  /** Free text, empty when there is none. */
  @Property({ onCreate: () => '' })
  description: Opt<string> = '';

  /** Whether no run of it is handed out. */
  @Property({ onCreate: () => false })
  isPaused: Opt<boolean> = false;

  /** How many runs may be active at once; null for no limit. */
  @Property()
  concurrencyLimit: number | null = null;

  /** 1 is served first. Must be given, although the database has a default: as in the reference, none is sent as null and refused. */
  @Property({ onCreate: () => null })
  priority!: number;

  /** When a worker last asked for its runs; null while none has. */
  @Property({ type: InstantType })
  lastPolled: Temporal.Instant | null = null;

  /** READY while it is polled; the server moves it. */
  @Property({ type: WorkQueueStatusType, onCreate: () => 'NOT_READY' })
  status: Opt<WorkQueueStatus> = 'NOT_READY';

  @ManyToOne(() => WorkPool, { deleteRule: 'cascade', eager: true, strategy: 'select-in', index: true })
  workPool!: Ref<WorkPool>;

  constructor(values: Init<WorkQueue>) {
    super();
    fill(this, values);
  }

  get workPoolId(): Opt<string> {
    return idOf(this, 'workPool', this.workPool);
  }
}
