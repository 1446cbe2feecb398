import type { Opt, RequiredEntityData } from '@mikro-orm/core';
import { Entity, Property, Unique } from '@mikro-orm/decorators/es';
import { Base, fill } from '../shared/base.ts';
import { JsonbType, type JsonValue } from '../types/index.ts';

/** A named JSON value for use in flows. */
@Entity()
export class Variable extends Base {
  @Unique()
  @Property()
  name!: string;

  @Property({ type: JsonbType, nullable: true })
  value: JsonValue = null;

  /** Free labels, in the order given; duplicates are kept. */
  @Property({ type: JsonbType, onCreate: () => [] })
  tags: Opt<string[]> = [];

  constructor(values: RequiredEntityData<Variable>) {
    super();
    fill(this, values);
  }
}
