import type { Opt } from '@mikro-orm/core';
import { Entity, Property, Unique } from '@mikro-orm/decorators/es';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import { JsonbType } from '../types/index.ts';

/** A limit by task tag, of the old kind. Newer servers keep these as {@link ConcurrencyLimitV2} named `tag:<tag>`. */
@Entity()
@Unique({ properties: ['tag'] })
export class ConcurrencyLimit extends Base {
  /** The tag whose task runs are limited. */
  @Property()
  tag!: string;

  /** How many of them may run at once. */
  @Property()
  concurrencyLimit!: number;

  /** The ids of the task runs that hold a slot. */
  @Property({ type: JsonbType, onCreate: () => [] })
  activeSlots: Opt<string[]> = [];

  constructor(values: Init<ConcurrencyLimit>) {
    super();
    fill(this, values);
  }
}
