import type { Opt, Ref } from '@mikro-orm/core';
import { Entity, ManyToOne, Property, Unique } from '@mikro-orm/decorators/es';
import { WorkQueue } from './work-queue.ts';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import { idOf } from '../shared/relations.ts';
import { now } from '../shared/clock.ts';
import { InstantType } from '../types/index.ts';

/** The predecessor of a {@link Worker}; nothing writes it any more. */
@Entity()
export class Agent extends Base {
  @Unique()
  @Property()
  name!: string;

  /** When it polled last. */
  @Property({ type: InstantType, onCreate: now })
  lastActivityTime: Opt<Temporal.Instant> = now();

  @ManyToOne(() => WorkQueue, { index: true })
  workQueue!: Ref<WorkQueue>;

  constructor(values: Init<Agent>) {
    super();
    fill(this, values);
  }

  get workQueueId(): Opt<string> {
    return idOf(this, 'workQueue', this.workQueue);
  }
}
