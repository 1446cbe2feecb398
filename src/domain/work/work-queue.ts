import type { Opt, Ref, RequiredEntityData } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/es';
import { WorkPool } from './work-pool.ts';
import { Base, fill } from '../shared/base.ts';
import { InstantType, type QueueFilter, QueueFilterType, type WorkQueueStatus, WorkQueueStatusType } from '../types/index.ts';

/** A queue of a {@link WorkPool}, served in order of priority. */
@Entity()
@Index({ properties: ['workPool', 'priority'] })
@Unique({ properties: ['workPool', 'name'] })
export class WorkQueue extends Base {
  @Property()
  name!: string;

  /** Which runs an old queue took, by tag and deployment; null on queues of a pool. */
  @Property({ type: QueueFilterType })
  filter: QueueFilter | null = null;

  @Property({ onCreate: () => '' })
  description: Opt<string> = '';

  @Property({ onCreate: () => false })
  isPaused: Opt<boolean> = false;

  /** How many runs may be active at once; null for no limit. */
  @Property()
  concurrencyLimit: number | null = null;

  /** 1 is served first. The database knows no uniqueness here. */
  @Property()
  priority!: Opt<number>;

  @Property({ type: InstantType })
  lastPolled: Temporal.Instant | null = null;

  @Property({ type: WorkQueueStatusType, onCreate: () => 'NOT_READY' })
  status: Opt<WorkQueueStatus> = 'NOT_READY';

  @ManyToOne(() => WorkPool, { deleteRule: 'cascade', eager: true, index: true })
  workPool!: Ref<WorkPool>;

  constructor(values: RequiredEntityData<WorkQueue>) {
    super();
    fill(this, values);
  }

  get workPoolId(): string {
    return this.workPool.id;
  }
}
