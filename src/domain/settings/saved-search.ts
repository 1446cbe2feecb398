import type { Opt } from '@mikro-orm/core';
import { Entity, Property, Unique } from '@mikro-orm/decorators/es';
import { Base } from '../shared/base.ts';
import { fill, type Init } from '../shared/init.ts';
import type { Json } from '../shared/json.ts';
import { JsonbType, type JsonObject } from '../types/index.ts';

/** A named filter of the user interface. */
@Entity()
export class SavedSearch extends Base {
  @Unique()
  @Property()
  name!: string;

  /** As the user interface sends them. */
  @Property({ type: JsonbType, onCreate: () => [] })
  filters: Opt<Json<JsonObject[]>> = [];

  constructor(values: Init<SavedSearch>) {
    super();
    fill(this, values);
  }
}
