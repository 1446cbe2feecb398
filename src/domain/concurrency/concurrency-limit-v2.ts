import type { Opt } from '@mikro-orm/core';
import { Entity, Property, Unique } from '@mikro-orm/decorators/es';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';

/** A named limit with the count of slots in use, which may decay over time. */
@Entity()
export class ConcurrencyLimitV2 extends Base {
  /** Whether the limit is in force; while it is not, slots are given to everyone. */
  @Property({ onCreate: () => true })
  active: Opt<boolean> = true;

  /** Unique. `tag:<tag>` limits the tasks with a tag, `deployment:<id>` the runs of a deployment. */
  @Unique()
  @Property()
  name!: string;

  /** How many slots there are. */
  @Property()
  limit!: number;

  /** How many slots were in use at the last write; those given back by time are not taken off yet. */
  @Property({ onCreate: () => 0 })
  activeSlots: Opt<number> = 0;

  /** How many slots were asked for in vain lately; it decays, and says how long to wait. */
  @Property({ onCreate: () => 0 })
  deniedSlots: Opt<number> = 0;

  /** How many slots are given back each second without being released. */
  @Property({ type: 'double', onCreate: () => 0.0 })
  slotDecayPerSecond: Opt<number> = 0.0;

  /** How long a slot is held on average, in seconds. */
  @Property({ type: 'double', onCreate: () => 2.0 })
  avgSlotOccupancySeconds: Opt<number> = 2.0;

  constructor(values: Init<ConcurrencyLimitV2>) {
    super();
    fill(this, values);
  }
}
