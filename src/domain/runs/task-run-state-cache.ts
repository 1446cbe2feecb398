import { Entity, Property } from '@mikro-orm/decorators/es';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import { InstantType, UuidType } from '../types/index.ts';

/** Which completed state answers a cache key; the newest row of a key counts. */
@Entity()
export class TaskRunStateCache extends Base {
  /** What the task made of its arguments. */
  @Property()
  cacheKey!: string;

  /** When the answer is no longer good; null for never. */
  @Property({ type: InstantType })
  cacheExpiration: Temporal.Instant | null = null;

  /** The completed state; no foreign key. */
  @Property({ type: UuidType })
  taskRunStateId!: string;

  constructor(values: Init<TaskRunStateCache>) {
    super();
    fill(this, values);
  }
}
