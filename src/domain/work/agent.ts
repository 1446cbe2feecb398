import type { Opt, Ref, RequiredEntityData } from '@mikro-orm/core';
import { Entity, ManyToOne, Property, Unique } from '@mikro-orm/decorators/es';
import { WorkQueue } from './work-queue.ts';
import { Base, fill } from '../shared/base.ts';
import { now } from '../shared/clock.ts';
import { InstantType } from '../types/index.ts';

/** The predecessor of a {@link Worker}; nothing writes it any more. */
@Entity()
export class Agent extends Base {
  @Unique()
  @Property()
  name!: string;

  @Property({ type: InstantType, onCreate: now })
  lastActivityTime: Opt<Temporal.Instant> = now();

  @ManyToOne(() => WorkQueue, { index: true })
  workQueue!: Ref<WorkQueue>;

  constructor(values: RequiredEntityData<Agent>) {
    super();
    fill(this, values);
  }

  get workQueueId(): string {
    return this.workQueue.id;
  }
}
