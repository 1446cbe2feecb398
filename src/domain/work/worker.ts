import type { Opt, Ref } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/es';
import { WorkPool } from './work-pool.ts';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import { idOf } from '../shared/relations.ts';
import { now } from '../shared/clock.ts';
import { InstantType, type WorkerStatus, WorkerStatusType } from '../types/index.ts';

/** A worker seen polling a {@link WorkPool}, unique by name in it. */
@Entity()
@Index({ properties: ['workPool', 'lastHeartbeatTime'] })
@Unique({ properties: ['workPool', 'name'] })
export class Worker extends Base {
  @Property()
  name!: string;

  /** When it last said that it lives. */
  @Property({ type: InstantType, onCreate: now })
  lastHeartbeatTime: Opt<Temporal.Instant> = now();

  /** How often it says so; null when it did not tell. */
  @Property()
  heartbeatIntervalSeconds: number | null = null;

  /** ONLINE while its heartbeats come; the server moves it. */
  @Property({ type: WorkerStatusType, onCreate: () => 'OFFLINE' })
  status: Opt<WorkerStatus> = 'OFFLINE';

  @ManyToOne(() => WorkPool, { deleteRule: 'cascade', index: true })
  workPool!: Ref<WorkPool>;

  constructor(values: Init<Worker>) {
    super();
    fill(this, values);
  }

  get workPoolId(): Opt<string> {
    return idOf(this, 'workPool', this.workPool);
  }
}
