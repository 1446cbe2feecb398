import type { Opt, RequiredEntityData } from '@mikro-orm/core';
import { Entity, Property, Unique } from '@mikro-orm/decorators/es';
import { Base, fill } from '../shared/base.ts';
import { JsonbType, type JsonObject } from '../types/index.ts';

/** A named filter of the user interface. */
@Entity()
export class SavedSearch extends Base {
  @Unique()
  @Property()
  name!: string;

  @Property({ type: JsonbType, onCreate: () => [] })
  filters: Opt<JsonObject[]> = [];

  constructor(values: RequiredEntityData<SavedSearch>) {
    super();
    fill(this, values);
  }
}
