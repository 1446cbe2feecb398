import type { Opt } from '@mikro-orm/core';
import { Entity, Property, Unique } from '@mikro-orm/decorators/es';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import type { Json } from '../shared/json.ts';
import { JsonbType, type JsonValue } from '../types/index.ts';

/** A named JSON value for use in flows. */
@Entity()
export class Variable extends Base {
  @Unique()
  @Property()
  name!: string;

  /** Any JSON; null for none. */
  @Property({ type: JsonbType, nullable: true })
  value: Json<JsonValue> = null;

  /** Free labels, in the order given; duplicates are kept. */
  @Property({ type: JsonbType, onCreate: () => [] })
  tags: Opt<string[]> = [];

  constructor(values: Init<Variable>) {
    super();
    fill(this, values);
  }
}
