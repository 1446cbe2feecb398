import type { Opt, Ref, RequiredEntityData } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/es';
import { WorkPool } from './work-pool.ts';
import { Base, fill } from '../shared/base.ts';
import { now } from '../shared/clock.ts';
import { InstantType, type WorkerStatus, WorkerStatusType } from '../types/index.ts';

/** A worker seen polling a {@link WorkPool}, unique by name in it. */
@Entity()
@Index({ properties: ['workPool', 'lastHeartbeatTime'] })
@Unique({ properties: ['workPool', 'name'] })
export class Worker extends Base {
  @Property()
  name!: string;

  @Property({ type: InstantType, onCreate: now })
  lastHeartbeatTime: Opt<Temporal.Instant> = now();

  @Property()
  heartbeatIntervalSeconds: number | null = null;

  @Property({ type: WorkerStatusType, onCreate: () => 'OFFLINE' })
  status: Opt<WorkerStatus> = 'OFFLINE';

  @ManyToOne(() => WorkPool, { deleteRule: 'cascade', index: true })
  workPool!: Ref<WorkPool>;

  constructor(values: RequiredEntityData<Worker>) {
    super();
    fill(this, values);
  }

  get workPoolId(): string {
    return this.workPool.id;
  }
}
