import { Entity, Property } from '@mikro-orm/decorators/es';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import { InstantType, UuidType } from '../types/index.ts';

/** Which completed state answers a cache key; the newest row of a key counts. */
@Entity()
export class TaskRunStateCache extends Base {
  @Property()
  cacheKey!: string;

  @Property({ type: InstantType })
  cacheExpiration: Temporal.Instant | null = null;

  @Property({ type: UuidType })
  taskRunStateId!: string;

  constructor(values: Init<TaskRunStateCache>) {
    super();
    fill(this, values);
  }
}
